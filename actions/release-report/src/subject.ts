/** Which pull request, and which commit, the report is about. */
import {
  ActionError,
  badInput,
  type EventContext,
  eventCommit,
  type Log,
  payloadAt,
} from '@release-train/action-kit';
import type { HistoryPull, ReleaseHistory } from '@release-train/github';
import type { Clock } from '@release-train/polling';
import type { Inputs } from './contract.ts';
import { ifKnown, learn } from './learned.ts';

export interface Subject {
  /** Nothing: no pull request is known to have brought the commit. */
  readonly pull: HistoryPull | undefined;
  /** What was deployed: nothing until the pull request is merged. */
  readonly commit: string | undefined;
}

interface Ports {
  readonly history: ReleaseHistory;
  readonly clock: Clock;
  readonly log: Log;
  readonly context: EventContext;
}

/**
 * @throws ActionError `bad-input` for both or neither, `no-pull-request` for one that is not there
 */
export async function readSubject(
  inputs: Pick<Inputs, 'pull-request' | 'commit'>,
  ports: Ports,
): Promise<Subject> {
  const { number, commit } = asked(inputs, ports.context);
  const pull =
    number === undefined ? await findPull(commit ?? '', ports) : await readPull(number, ports);
  return { pull, commit: pull ? pull.mergeCommit : commit };
}

interface Asked {
  readonly number?: number;
  readonly commit?: string;
}

function asked(
  { 'pull-request': number, commit }: Pick<Inputs, 'pull-request' | 'commit'>,
  context: EventContext,
): Asked {
  if (number !== undefined && commit !== undefined) {
    const problem = 'cannot be given together with "pull-request": one of them says it all';
    throw badInput([{ input: 'commit', problem }]);
  }
  if (number !== undefined) return { number };
  if (commit !== undefined) return { commit };
  const { eventName, payload } = context;
  const ofEvent = payloadAt(payload, 'pull_request', 'number');
  if (typeof ofEvent === 'number') return { number: ofEvent };
  // These run on the tip of a branch, which need not be what anybody means.
  const isVague = ['workflow_dispatch', 'schedule', ''].includes(eventName);
  const found = isVague ? undefined : eventCommit(context, undefined);
  if (found) return { commit: found.commit };
  const problem = `is not set, neither is "commit", and the event "${eventName}" names none: give one of the two`;
  throw badInput([{ input: 'pull-request', problem }]);
}

async function readPull(number: number, { history, context }: Ports): Promise<HistoryPull> {
  const read = await learn(() => history.pull(number));
  if (read.isKnown) return read.value;
  const { code, detail } = read.gap;
  const what = code === 'not-found' ? 'does not exist' : 'could not be read';
  throw new ActionError(
    'no-pull-request',
    `input "pull-request": #${number} ${what} in "${context.repository}": ${detail}`,
    {
      hint: 'Give the number of a pull request of this repository, and let the job have `permissions: pull-requests: write`.',
    },
  );
}

async function findPull(commit: string, ports: Ports): Promise<HistoryPull | undefined> {
  const { history, log } = ports;
  const found = await learn(() => lookedUp(commit, ports));
  if (!found.isKnown) {
    const { code, detail } = found.gap;
    // With such a token nothing at all can be read, which is no report.
    if (code === 'bad-token') throw new ActionError('bad-token', `input "github-token": ${detail}`);
    log.warning(`which pull request brought ${commit} could not be read: ${detail}`);
    return undefined;
  }
  const chosen = best(found.value, commit);
  if (!chosen) return undefined;
  // A list does not say who merged.
  return ifKnown(await learn(() => history.pull(chosen.number))) ?? chosen;
}

const best = (pulls: readonly HistoryPull[], commit: string): HistoryPull | undefined =>
  pulls.find(({ mergeCommit }) => mergeCommit === commit) ??
  pulls.find(({ isMerged }) => isMerged) ??
  pulls[0];

const pauseMs = 3000;
const freshMs = 600_000;

/**
 * GitHub's index of commits lags behind a merge, by seconds as a rule: a young commit is looked up
 * five times, any other twice.
 */
async function lookedUp(
  commit: string,
  { history, clock, log }: Ports,
): Promise<readonly HistoryPull[]> {
  for (let look = 1; ; look += 1) {
    const found = await history.pullsWith(commit);
    if (found.length > 0 || look === 5) return found;
    if (look === 2 && !(await isFresh(commit, { history, clock }))) return found;
    log.info(`GitHub knows of no pull request of ${commit} yet; looking again`);
    await clock.sleep(pauseMs);
  }
}

async function isFresh(
  commit: string,
  { history, clock }: Pick<Ports, 'history' | 'clock'>,
): Promise<boolean> {
  const facts = ifKnown(await learn(() => history.commit(commit)));
  return facts !== undefined && clock.now() - facts.authoredAtMs < freshMs;
}
