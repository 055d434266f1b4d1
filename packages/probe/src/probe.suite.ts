import { expect, it } from 'vitest';
import type { Probe, ProbeRequest } from './probe.ts';

/** What the application on the other side does with a probe. */
export type Behaviour =
  | { readonly status: number; readonly headers: Record<string, string>; readonly body: string }
  | 'silence'
  | 'reset';

/** A probe and the address of an application that behaves as asked. */
export interface Probed extends AsyncDisposable {
  readonly probe: Probe;
  readonly url: URL;
}

export const requestTo = (url: URL, part: Partial<ProbeRequest> = {}): ProbeRequest => ({
  url,
  method: 'GET',
  headers: {},
  timeoutMs: 5_000,
  allowPrivate: true,
  tlsVerify: true,
  redirects: 'none',
  ipFamily: 'auto',
  ...part,
});

/** What every probe must do, the real one and the fake one. */
export function probeSuite(serve: (behaviour: Behaviour) => Promise<Probed>): void {
  it('brings status, headers and body of an answer, whatever the status', async () => {
    await using app = await serve({ status: 503, headers: { 'x-a': '1' }, body: 'down' });
    const result = await app.probe(requestTo(app.url));
    expect(result).toMatchObject({ kind: 'answer', status: 503, body: 'down', finalUrl: app.url });
    expect(result.kind === 'answer' && result.headers['x-a']).toBe('1');
    expect(result.totalMs).toBeGreaterThan(0);
  });

  it('takes silence for a timeout of the app', async () => {
    await using app = await serve('silence');
    expect(await app.probe(requestTo(app.url, { timeoutMs: 50 }))).toMatchObject({
      kind: 'failure',
      failure: 'timeout',
      side: 'app',
      permanent: false,
    });
  });

  it('ends at once when it is told to', async () => {
    await using app = await serve('silence');
    const controller = new AbortController();
    const probing = app.probe(requestTo(app.url), controller.signal);
    controller.abort();
    expect(await probing).toMatchObject({ kind: 'failure', failure: 'timeout' });
  });

  it('brings a failure, and throws nothing, when the connection breaks', async () => {
    await using app = await serve('reset');
    expect(await app.probe(requestTo(app.url))).toMatchObject({
      kind: 'failure',
      failure: 'reset',
    });
  });
}
