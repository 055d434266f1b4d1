/** Words for a rollback. Pure. */
import type { Language } from '@release-train/action-kit/language';
import { oneLine } from '@release-train/action-kit/text';
import type { Deployment } from './railway.ts';
import type { RollbackResult, Unproven } from './rollback-result.ts';
import { rollbackWords } from './rollback-words.ts';

type Words = (typeof rollbackWords)[Language];

/** What became of one service, in one line of plain text, and what to do where it is not done. */
export function explainRollback(result: RollbackResult, language: Language = 'en'): string {
  const say = rollbackWords[language];
  const name = oneLine(result.wish.service.name, 60);
  switch (result.kind) {
    case 'rolled-back': {
      const to = versionOf(result.target.deployment, say);
      return say.rolledBack({ name, to, id: result.deployment.id });
    }
    case 'refused':
      return say.refused(name, say.refusals[result.refusal]);
    case 'failed':
      return say.failed(name, oneLine(result.error, 300));
    case 'unproven': {
      const to = versionOf(result.target.deployment, say);
      return say.unproven({ name, to, problem: problemOf(result, say) });
    }
    default:
      return result satisfies never;
  }
}

const versionOf = ({ id, commit }: Deployment, say: Words): string =>
  commit ? say.commit(commit.slice(0, 7)) : say.deployment(id);

function problemOf({ problem, deployment, error }: Unproven, say: Words): string {
  const why = error ? say.error(oneLine(error, 300)) : '';
  const what = deployment ? say.deployment(deployment.id) : say.itsDeployment;
  const status = oneLine(deployment?.status ?? '', 60);
  switch (problem) {
    case 'not-seen':
      return `${say.notSeen}${why}`;
    case 'failed':
      return `${say.ended(what, status)}${why}`;
    case 'crashed':
      return `${say.crashed(what)}${why}`;
    case 'replaced':
      return `${say.replaced(what)}${why}`;
    case 'timed-out':
      return `${say.timedOut(what, status)}${why}`;
    default:
      return problem satisfies never;
  }
}
