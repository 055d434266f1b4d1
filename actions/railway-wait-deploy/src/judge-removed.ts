/** What it means that a deployment is no longer current. Pure. */
import type { Deployment } from '@release-train/railway';
import { green, type Judgement, type Policy, red, waiting } from './judgement.ts';
import type { Watched } from './watch.ts';

export function judgeRemoved(watched: Watched, pinned: Deployment, policy: Policy): Judgement {
  const { successor } = watched;
  if (!successor) {
    const isFinishedRun = watched.service.isCron && pinned.imageDigest !== undefined;
    return isFinishedRun ? green('success', 'live') : red('failed', 'removed');
  }
  switch (policy['on-superseded']) {
    case 'success':
      return { ...green('superseded', 'replaced'), successor };
    case 'fail':
      return { ...red('superseded', 'replaced'), successor };
    case 'follow':
      return { ...judgeSuccessor(watched, pinned, successor), successor };
    default:
      return policy['on-superseded'] satisfies never;
  }
}

function judgeSuccessor(watched: Watched, pinned: Deployment, successor: Deployment): Judgement {
  const kind = watched.relation?.kind;
  if (successor.commit === undefined) return red('superseded', 'replaced-by-unknown');
  if (kind === 'older') return red('superseded', 'went-back');
  if (kind === 'diverged') return red('superseded', 'replaced-by-other-line');
  const wasThere = watched.records.some(
    ({ commit, createdAtMs }) => commit === successor.commit && createdAtMs < pinned.createdAtMs,
  );
  // Without GitHub's word, code that had been deployed before is taken for older.
  if (kind !== 'contains' && wasThere) return red('superseded', 'went-back');
  switch (successor.phase) {
    case 'live':
      return green('superseded', kind === 'contains' ? 'replaced-by-descendant' : 'replaced');
    case 'failed':
    case 'crashed':
      return red('failed', 'successor-failed');
    case 'removed':
      return red('failed', 'removed');
    default:
      return waiting('replacing');
  }
}
