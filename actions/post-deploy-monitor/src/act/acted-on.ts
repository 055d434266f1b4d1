/** From a verdict to what is done about it: what speaks against it, then the acting. */
import type { Inputs } from '../contract.ts';
import type { Deployed } from '../ledger.ts';
import { renderReason } from '../render.ts';
import { actOn, type Doing } from './act.ts';
import type { Acted } from './acted.ts';
import { type Weighed, type WeighPorts, weigh } from './weigh.ts';

export interface Failed extends Weighed, Deployed {
  readonly inputs: Inputs;
  /** The branch the commit was pushed to, where the event says. */
  readonly branch: string | undefined;
}

/** Nothing where there is nothing to act on. */
export async function actedOn(
  failed: Failed,
  doing: Doing,
  ports: WeighPorts,
): Promise<Acted | undefined> {
  const { inputs, judged, release, commit, identity } = failed;
  const { verdict, reason } = judged.report;
  if (verdict !== 'failed' || !commit) return undefined;
  const bad = {
    story: { verdict, reason, why: renderReason(judged, inputs.language) },
    commit,
    branch: failed.branch ?? deployedBranch(failed),
    against: await weigh(failed, ports),
    rollback: release && { inputs, release, identity },
  };
  return actOn(bad, doing);
}

/** The branch whose pushes Railway deploys. */
const deployedBranch = ({ release }: Failed): string | undefined =>
  release?.services.flatMap(({ trigger }) => trigger?.branch ?? [])[0];
