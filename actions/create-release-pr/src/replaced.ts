/** One release has one pull request: the tool closes its own, people close theirs. */
import type { Log } from '@release-train/action-kit';
import type { GitHub, PullRequest } from '@release-train/github';
import { withBlock } from '@release-train/github/managed-block';
import { blockWords } from './block-words.ts';
import type { Inputs } from './contract.ts';
import { blockKind, type Release } from './decide.ts';
import { endsOf, type Place } from './place.ts';
import { isUntouched } from './untouched.ts';

interface Situation {
  readonly inputs: Pick<Inputs, 'language'>;
  readonly place: Place;
  /** The one that takes its place. */
  readonly pull: Pick<PullRequest, 'number'>;
}

/**
 * Closes the pull request of the other strategy, with a word in its body. The branch stays: a later
 * release takes it up again.
 *
 * @returns whether something was written
 */
export async function settleReplaced(
  { replaced, choice }: Pick<Release, 'replaced' | 'choice'>,
  { inputs, place, pull }: Situation,
  { github, log }: { readonly github: GitHub; readonly log: Log },
): Promise<boolean> {
  if (!replaced) return false;
  if (!isOurs(replaced, place)) {
    const what = `pull request #${replaced.number} from "${replaced.headBranch}"`;
    log.notice(
      `${what} is still open: pull request #${pull.number} replaces it, ${advice(replaced, place)}`,
    );
    return false;
  }
  const words = blockWords[inputs.language];
  const by = { ...endsOf(place), pull: `#${pull.number}` };
  const text = choice.strategy === 'direct' ? words.replacedByDirect(by) : words.replacedBy(by);
  const body = withBlock(replaced.body, { kind: blockKind, record: {}, text });
  await github.updatePull(replaced.number, { body, state: 'closed' });
  return true;
}

/** For a dry run. */
export const rehearsedReplacement = (
  { replaced }: Pick<Release, 'replaced'>,
  place: Place,
): readonly string[] =>
  replaced && isOurs(replaced, place)
    ? [
        `close pull request #${replaced.number} from "${replaced.headBranch}", which this one replaces`,
      ]
    : [];

/** A branch of our own may hold people's commits; `head` is theirs by nature. */
const isOurs = (replaced: PullRequest, { head }: Place): boolean =>
  replaced.headBranch === head ? replaced.authorRole === 'bot' : isUntouched(replaced);

const advice = ({ headBranch, authorRole }: PullRequest, { head }: Place): string =>
  headBranch === head || authorRole !== 'bot'
    ? 'close it'
    : `bring what people pushed to it to "${head}", then close it`;
