/** Open pull requests that have nothing left to bring. */
import type { Log } from '@release-train/action-kit';
import type { GitHub, PullRequest } from '@release-train/github';
import { withBlock } from '@release-train/github/managed-block';
import { blockWords } from './block-words.ts';
import type { Inputs } from './contract.ts';
import { blockKind, type Nothing } from './decide.ts';
import type { Seen } from './facts.ts';
import { endsOf, type Place } from './place.ts';
import { isUntouched } from './untouched.ts';

interface Plan {
  readonly inputs: Pick<Inputs, 'dry-run' | 'language' | 'source-sha'>;
  readonly seen: Pick<Seen, 'own' | 'direct'>;
  readonly place: Place;
}

/**
 * Closes those that the tool opened and nobody has worked on, and tells of the others. A branch
 * stays: the next release takes it up again.
 *
 * @returns one that is still open
 */
export async function settleStale(
  decision: Nothing,
  { inputs, seen, place }: Plan,
  { github, log }: { readonly github: GitHub; readonly log: Log },
): Promise<PullRequest | undefined> {
  const stale = [seen.own, isAboutHead(decision, inputs) ? seen.direct : undefined];
  const left: PullRequest[] = [];
  for (const pull of stale) {
    if (!pull) continue;
    if (!isUntouched(pull)) {
      log.notice(`pull request #${pull.number} is open and has nothing to bring`);
      left.push(pull);
    } else if (inputs['dry-run']) {
      log.info(`dry run: would close pull request #${pull.number}, which has nothing to bring`);
      left.push(pull);
    } else {
      const text = blockWords[inputs.language].nothingLeft(endsOf(place));
      const body = withBlock(pull.body, { kind: blockKind, record: {}, text });
      await github.updatePull(pull.number, { body, state: 'closed' });
      log.notice(`pull request #${pull.number} had nothing to bring any more: closed`);
    }
  }
  return left[0];
}

/** A named pick or an older commit says nothing of what `head` itself would bring. */
const isAboutHead = (
  { why, content }: Nothing,
  { 'source-sha': source }: Plan['inputs'],
): boolean => (why === 'nothing-picked' ? content?.part?.why !== 'picked' : source === undefined);
