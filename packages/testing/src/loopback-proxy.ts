import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';

/** A server on a port of its own; disposed with all its connections. */
export async function listening(server: Server) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A proxy that connects every name to the given port of this machine; `server` may speak TLS. */
export async function tunnelProxy(port: number, server = createServer()) {
  const seen: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
  server.on('request', (request) => seen.push(request));
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    seen.push(request);
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const one of [upstream, socket]) one.on('error', () => {});
  });
  return { seen, ...(await listening(server)) };
}
