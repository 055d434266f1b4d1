import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface LoopbackSocketServer extends AsyncDisposable {
  readonly port: number;
  readonly sockets: Socket[];
}

/** A server below HTTP on 127.0.0.1: for answers that no HTTP library would send. */
export async function loopbackSocket(
  onSocket: (socket: Socket, count: number) => void,
  create: (listener: (socket: Socket) => void) => Server = createServer,
): Promise<LoopbackSocketServer> {
  const sockets: Socket[] = [];
  const server = create((socket) => {
    sockets.push(socket);
    // A client that hangs up on us is what these tests are about.
    socket.on('error', () => {});
    onSocket(socket, sockets.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    sockets,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
