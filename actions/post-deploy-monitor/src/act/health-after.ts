/** Railway says that the earlier release serves; whether it works, and is it, the endpoints say. */
import type { Clock } from '@release-train/polling';
import {
  type Endpoint,
  type Probe,
  probeEndpoint,
  sameRevision,
  type Verdict,
} from '@release-train/probe';
import type { Acted } from './acted.ts';
import type { Deed } from './deed.ts';

export interface HealthPorts {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly endpoints: readonly Endpoint[];
}

const roundsInARow = 3;
const roundMs = 2000;
/** The container that goes may still answer for a moment, and the one that comes may need one. */
const patienceMs = 60_000;

/** Good answers in a row, of the commit that came back where the endpoints show theirs. */
export async function withHealth(
  acted: Acted,
  badCommit: string,
  ports: HealthPorts,
): Promise<Acted> {
  const { clock, signal } = ports;
  const wanted = { badCommit, targets: targetsOf(acted) };
  const untilMs = clock.monotonic() + patienceMs;
  const add = (deed: Deed): Acted => ({ ...acted, deeds: [...acted.deeds, deed] });
  for (let inARow = 0; ; ) {
    const round = await look(wanted, ports);
    if (signal.aborted) return add({ code: 'cut-off' });
    inARow = round.code === 'answers-well' ? inARow + 1 : 0;
    if (inARow === roundsInARow) return add(round);
    if (inARow === 0 && clock.monotonic() >= untilMs) {
      const isOlderBad = round.code === 'still-fails' ? ({ isOlderBad: true } as const) : {};
      return { ...add(round), taken: 'rollback-failed', ...isOlderBad };
    }
    await clock.sleep(roundMs, signal);
  }
}

/** Commits that came back; services may differ. */
const targetsOf = ({ services }: Acted): readonly string[] => [
  ...new Set(Object.values(services).flatMap(({ to }) => to ?? [])),
];

interface Wanted {
  readonly badCommit: string;
  readonly targets: readonly string[];
}

type Round = Extract<Deed, { readonly code: 'answers-well' | 'still-fails' | 'shows-other' }>;

/** Every endpoint once; the first that is not as it should be speaks. */
async function look(wanted: Wanted, { endpoints, probe, signal }: HealthPorts): Promise<Round> {
  const revisions = new Set<Shown>();
  for (const { revision, ...endpoint } of endpoints) {
    const [expected] = wanted.targets;
    // A revision that is not the bad commit's is of a kind that no commit tells.
    const isAsked =
      revision && expected !== undefined && sameRevision(revision.expected, wanted.badCommit);
    const asked = isAsked ? { ...endpoint, revision: { ...revision, expected } } : endpoint;
    const seen = judged(await probeEndpoint(probe, asked, signal), endpoint.name, wanted);
    if (typeof seen !== 'string') return seen;
    if (isAsked) revisions.add(seen);
  }
  const [first = 'not-asked', ...others] = revisions;
  return { code: 'answers-well', revision: others.length > 0 ? 'unknown' : first };
}

type Shown = 'proven' | 'unknown';

function judged(
  { ok, kind, reason, shown }: Verdict,
  endpoint: string,
  { targets }: Wanted,
): Shown | Round {
  if (ok) return 'proven';
  if (kind !== 'revision') return { code: 'still-fails', endpoint, problem: reason };
  if (shown === undefined) return 'unknown';
  const isBack = targets.some((target) => sameRevision(shown, target));
  return isBack ? 'proven' : { code: 'shows-other', endpoint, shown };
}
