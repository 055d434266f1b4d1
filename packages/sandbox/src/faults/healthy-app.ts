import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { FaultDesk } from './fault-desk.ts';
import { faultGate } from './fault-gate.ts';

export interface HealthyApp extends AsyncDisposable {
  readonly url: string;
  readonly faults: FaultDesk;
}

/** An app that is well, `GET /health`, but for the faults ordered. */
export async function startHealthyApp(): Promise<HealthyApp> {
  const faults = new FaultDesk();
  const app = new Hono().use(faultGate(faults)).get('/health', (c) => c.json({ ok: true }));
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A listening TCP server has an AddressInfo.
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
