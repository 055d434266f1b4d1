/** What a run before this one said of a deployment that is gone by now. */
import { ActionError } from '@release-train/action-kit';
import { type Claims, claimName, claimPrefix } from './act/claim.ts';
import { takenInHand } from './act/taken-in-hand.ts';
import type { Identity } from './identity.ts';
import { judgedBefore, type LedgerPorts } from './ledger.ts';
import type { Short } from './short-outcome.ts';

export interface StandingPorts extends LedgerPorts {
  readonly claims?: Claims | undefined;
}

/**
 * The verdict that stands. Where a run was cut off between its rollback and its verdict, the claim
 * tells of both: a release that we replaced ourselves is not superseded but failed.
 */
export async function standingOf(
  short: Short,
  commit: string | undefined,
  ports: StandingPorts,
): Promise<Short> {
  const { identity } = short;
  if (!identity || !commit) return short;
  const judged = await judgedBefore({ commit, identity }, ports);
  return judged ?? (await replacedByUs(short, identity, ports)) ?? short;
}

async function replacedByUs(
  { verdict, where }: Short,
  identity: Identity,
  { claims }: StandingPorts,
): Promise<Short | undefined> {
  if (verdict !== 'superseded' || !claims) return undefined;
  const found = await claims.list(claimPrefix(identity)).catch(unanswered);
  const content = found?.find(({ name }) => name === claimName(identity))?.content;
  if (content?.state !== 'acted' || !content.story) return undefined;
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
