/** What probes alone can tell: no Railway, an application that answers as the situation wants. */
import { type Answer, failing, fine, openEndpoint } from './endpoint.ts';
import { monitor, type Played, pause, played, type Scenario } from './scenario.ts';

type Answers = (second: number, count: number) => Answer;
type Inputs = Readonly<Record<string, string>>;

const watching =
  (answers: Answers, inputs: Inputs = {}): Scenario['play'] =>
  async () => {
    await using app = await openEndpoint(answers);
    return played(await monitor({ inputs: { url: `app=${app.url}/health`, ...inputs } }));
  };

const isBetween = (second: number, from: number, to: number): boolean =>
  second >= from && second < to;

/** From minute 10 on a share that grows by a fifth each minute. */
const leaking: Answers = (second, count) => {
  const share = Math.max(0, (second - 600) / 300);
  return Math.floor(count * share) > Math.floor((count - 1) * share) ? failing : fine;
};

const cancelled = async (): Promise<Played> => {
  await using app = await openEndpoint(() => fine);
  const cancel = new AbortController();
  const running = monitor({ inputs: { url: `app=${app.url}/health` }, terminate: cancel.signal });
  while (app.requests.length < 100) await pause(1);
  cancel.abort();
  const run = await running;
  const isKept = Number(run.outputs['probes']) >= 50 && /after \d+ of 60 blocks/.test(run.summary);
  return played(run, { 'what was seen is kept': isKept });
};

const upstreamFailed = async (): Promise<Played> => {
  await using app = await openEndpoint(() => fine);
  const run = await monitor({
    inputs: { url: `app=${app.url}/health` },
    env: { GITHUB_EVENT_NAME: 'workflow_run' },
    event: { workflow_run: { name: 'deploy', conclusion: 'failure', head_sha: 'a'.repeat(40) } },
  });
  return played(run, { requests: app.requests.length });
};

/** Nobody listens, neither there nor at the control address. */
const cutOff = async (): Promise<Played> => {
  const gone = await openEndpoint(() => fine);
  await gone[Symbol.asyncDispose]();
  const inputs = { url: `app=${gone.url}/health`, 'control-url': `${gone.url}/control` };
  return played(await monitor({ inputs }));
};

const twoEndpoints = async (): Promise<Played> => {
  await using web = await openEndpoint(() => fine);
  await using api = await openEndpoint((_, count) => (count % 10 === 0 ? failing : fine));
  const url = `web=${web.url}/health\napi=${api.url}/health`;
  return played(await monitor({ inputs: { url } }));
};

const revision = 'c'.repeat(40);
const revisionAsked = { 'expect-revision': revision, 'revision-from': 'json:$.commit' };
const showing = (commit: string): Answer => ({ body: JSON.stringify({ commit }) });

const good = { verdict: 'healthy', reason: 'clean', exitCode: 0 };
const down = { verdict: 'failed', reason: 'errors', exitCode: 1 };
const unclear = (reason: string) => ({ verdict: 'inconclusive', reason, exitCode: 0 });
const doubtful = (reason: string) => ({ verdict: 'degraded', reason, exitCode: 0 });

export const endpointScenarios: readonly Scenario[] = [
  {
    name: 'healthy',
    situation: 'every probe is answered well',
    expected: good,
    play: watching(() => fine),
  },
  {
    name: 'down',
    situation: 'every probe is answered with 500',
    expected: down,
    play: watching(() => failing),
  },
  {
    name: 'flapping',
    situation: 'the server is up for 20 s, down for 20 s, and so on',
    expected: down,
    play: watching((second) => (Math.floor(second / 20) % 2 === 0 ? fine : failing)),
  },
  {
    name: 'replica',
    situation: 'one replica of three fails, so never two probes in a row',
    expected: down,
    play: watching((_, count) => (count % 3 === 0 ? failing : fine)),
  },
  {
    name: 'two-endpoints',
    situation: 'of two endpoints one is well and one fails a tenth of the probes',
    expected: down,
    play: twoEndpoints,
  },
  {
    name: 'blips',
    situation: 'three outages of 4 s in ten minutes',
    expected: good,
    play: watching((second) =>
      [100, 300, 500].some((from) => isBetween(second, from, from + 4)) ? failing : fine,
    ),
  },
  {
    name: 'outage',
    situation: 'one outage of 40 s, and then all is well again',
    expected: doubtful('errors-recovered'),
    play: watching((second) => (isBetween(second, 200, 240) ? failing : fine)),
  },
  {
    name: 'leak',
    situation: 'from minute 10 of a 15-minute window more and more requests fail',
    expected: down,
    play: watching(leaking, { window: '15m' }),
  },
  {
    name: 'slow',
    situation: 'every answer is right and takes a second, with `max-latency-p95: 500ms`',
    expected: doubtful('latency'),
    play: watching(() => ({ afterMs: 1000 }), { 'max-latency-p95': '500ms' }),
  },
  {
    name: 'control',
    situation: 'nothing can be reached, `control-url` neither',
    expected: unclear('not-attributable'),
    play: cutOff,
  },
  {
    name: 'turned-away',
    situation: 'the application answers every probe with 429',
    expected: unclear('not-attributable'),
    play: watching(() => ({ status: 429 })),
  },
  {
    name: 'short-window',
    situation: 'all is well, in a window of one minute',
    expected: unclear('too-few-outcomes'),
    play: watching(() => fine, { window: '1m' }),
  },
  {
    name: 'unproven',
    situation: 'all is well, and no answer shows the `expect-revision`',
    expected: unclear('revision-unproven'),
    play: watching(() => ({ body: '{}' }), { ...revisionAsked, window: '5m' }),
  },
  {
    name: 'old-replica',
    situation: 'one replica of two still shows the old revision at the end',
    expected: { verdict: 'failed', reason: 'old-revision', exitCode: 1 },
    play: watching((_, count) => showing(count % 2 === 0 ? revision : 'd'.repeat(40)), {
      ...revisionAsked,
      window: '5m',
    }),
  },
  {
    name: 'cancelled',
    situation: 'the job is cancelled after a minute',
    expected: { ...unclear('cancelled'), also: { 'what was seen is kept': true } },
    play: cancelled,
  },
  {
    name: 'upstream-failed',
    situation: 'started by a `workflow_run` whose workflow failed',
    expected: {
      ...{ verdict: 'not-applicable', reason: 'nothing-deployed', exitCode: 0 },
      also: { requests: 0 },
    },
    play: upstreamFailed,
  },
];
