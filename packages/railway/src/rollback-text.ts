/** Words for a rollback. Pure. */
import { oneLine } from '@release-train/action-kit/text';
import type { Deployment } from './railway.ts';
import type { RollbackRefusal } from './rollback.ts';
import type { RollbackResult, Unproven } from './rollback-result.ts';

/** What became of one service, in one line of plain text, and what to do where it is not done. */
export function explainRollback(result: RollbackResult): string {
  const name = `service "${oneLine(result.wish.service.name, 60)}"`;
  switch (result.kind) {
    case 'rolled-back':
      return `${name} is rolled back to ${versionOf(result.target.deployment)} by deployment ${result.deployment.id}`;
    case 'refused':
      return `${name} was not rolled back: ${refusals[result.refusal]}`;
    case 'failed':
      return `${name} was not rolled back, and nothing was changed: ${oneLine(result.error, 300)}`;
    case 'unproven':
      return `${name}: the rollback to ${versionOf(result.target.deployment)} was ordered, but ${problemOf(result)}; look at it on Railway now`;
    default:
      return result satisfies never;
  }
}

const versionOf = ({ id, commit }: Deployment): string =>
  commit ? `commit ${commit.slice(0, 7)}` : `deployment ${id}`;

const refusals: Readonly<Record<RollbackRefusal, string>> = {
  'bad-not-active': 'the deployment judged bad does not serve any more; somebody deployed since',
  'newer-under-way': 'a newer deployment is under way, which a rollback would throw away',
  'is-rollback': 'what serves came from a rollback itself; going further back is for people',
  'no-candidate':
    'no earlier deployment is known to have been healthy; choose one on Railway and roll back there',
  'target-elsewhere': 'the deployment asked for is not one of this service and environment',
  'not-restorable':
    'Railway keeps no image of an earlier deployment; redeploy an earlier commit instead',
  'same-image': 'the deployment asked for has the image that serves now',
  'incomplete-set': 'another service of the set cannot be rolled back, and half a rollback is none',
};

function problemOf({ problem, deployment, error }: Unproven): string {
  const why = error ? ` (${oneLine(error, 300)})` : '';
  const id = deployment ? `deployment ${deployment.id}` : 'no deployment';
  switch (problem) {
    case 'not-seen':
      return `no deployment of it was seen${why}`;
    case 'failed':
      return `${id} ended as ${oneLine(deployment?.status ?? '', 60)}${why}`;
    case 'crashed':
      return `${id} crashed${why}`;
    case 'replaced':
      return `${id} was replaced by another${why}`;
    case 'timed-out':
      return `${id} was still ${oneLine(deployment?.status ?? '', 60)} when the time was up${why}`;
    default:
      return problem satisfies never;
  }
}
