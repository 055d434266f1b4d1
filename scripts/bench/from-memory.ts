/** A server that answers what it was asked before from memory: what is measured is who asks. */
import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface FromMemory {
  readonly url: string;
  close(): void;
}

/** Forwards a question the first time it comes, and repeats the answer from then on. */
export async function fromMemory(origin: string): Promise<FromMemory> {
  const known = new Map<string, Answer>();
  const server = createServer(async (question, response) => {
    const body = await bytesOf(question);
    const key = `${question.method} ${question.url} ${body.toString('latin1')}`;
    const answer = known.get(key) ?? (await forward(origin, question, body));
    known.set(key, answer);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const forward = (origin: string, question: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { method, headers } = question;
    const options = { method, headers: { ...headers, host: new URL(origin).host }, agent: false };
    const outgoing = ask(new URL(question.url ?? '/', origin), options, async (incoming) => {
      const { 'transfer-encoding': _, ...rest } = incoming.headers;
      const read = await bytesOf(incoming);
      resolve({ status: incoming.statusCode ?? 0, headers: rest, body: read });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
