/** What another run said of a deployment that is gone by now, or did to it. */
import { ActionError } from '@release-train/action-kit';
import { type Claims, claimName, claimPrefix } from './act/claim.ts';
import { takenInHand } from './act/taken-in-hand.ts';
import type { Identity } from './identity.ts';
import { type Deployed, judgedBefore, type LedgerPorts } from './ledger.ts';
import type { Short } from './short-outcome.ts';

export interface StandingPorts extends LedgerPorts {
  readonly claims?: Claims | undefined;
}

/** What ended before it could be watched: the verdict that stands on it, else its own. */
export async function standingOf(
  short: Short,
  commit: string | undefined,
  ports: StandingPorts,
): Promise<Short> {
  const { identity } = short;
  return (identity && commit && (await wordOn({ commit, identity }, short, ports))) || short;
}

/**
 * The verdict that stands, whatever was seen since; nothing where nobody gave one. A release that we
 * replaced ourselves is not superseded but failed: where the run that did it has not told its
 * verdict, or never will, the claim tells of it.
 */
export async function wordOn(
  deployed: Deployed,
  seen: Pick<Short, 'verdict' | 'where'>,
  ports: StandingPorts,
): Promise<Short | undefined> {
  const judged = await judgedBefore(deployed, ports);
  if (judged || seen.verdict !== 'superseded') return judged;
  return replacedByUs(deployed.identity, seen, ports);
}

async function replacedByUs(
  identity: Identity,
  { where }: Pick<Short, 'where'>,
  { claims }: StandingPorts,
): Promise<Short | undefined> {
  const found = await claims?.list(claimPrefix(identity)).catch(unanswered);
  const content = found?.find(({ name }) => name === claimName(identity))?.content;
  if (!content) return undefined;
  // The run that holds it tells people, and puts its verdict on record.
  if (content.state === 'claimed') {
    const reason = 'being-watched';
    return { verdict: 'already-judged', reason, why: { code: reason } };
  }
  if (!content.story) return undefined;
  const reason = 'rollback-resumed';
  return {
    ...{ verdict: 'failed', reason, why: { code: reason }, acted: takenInHand(content) },
    ...{ identity, onRecord: content.story, ...(where === undefined ? {} : { where }) },
  };
}

/** Not to have been answered leaves it at what Railway shows. */
function unanswered(error: unknown): undefined {
  if (!(error instanceof ActionError)) throw error;
}
