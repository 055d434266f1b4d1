/** Every rule, in the order of their ids. */
import type { Rule } from '../finding.ts';
import { alwaysSkipped } from './always-skipped.ts';
import { branchAutomation } from './branch-automation.ts';
import { branchFilter } from './branch-filter.ts';
import { checkOrphan } from './check-orphan.ts';
import { concurrencyTrap } from './concurrency-trap.ts';
import { environmentGate, implicitSuccess, neverTrue } from './conditions.ts';
import { cronRisk } from './cron-risk.ts';
import { deadRollback } from './dead-rollback.ts';
import { defaultBranchOnly } from './default-branch.ts';
import { deploymentStatus } from './deployment-events.ts';
import { goneBranch } from './gone-branch.ts';
import { neverFired } from './never-fired.ts';
import { policyBlock } from './policy-block.ts';
import { probeUnbound } from './probe-unbound.ts';
import { protectedPush } from './protected-push.ts';
import { railwayDeadlock, railwayRedRun } from './railway.ts';
import { releaseEventGap } from './release-events.ts';
import { runChain } from './run-chain.ts';
import { runTypes } from './run-types.ts';
import { varsSecretMixup } from './secret-conditions.ts';
import { selfApproval } from './self-approval.ts';
import { skipToken } from './skip-token.ts';
import { botPullApproval, tokenRecursion } from './token-events.ts';
import { unknownName } from './unknown-name.ts';
import { unparsable } from './unparsable.ts';
import { brokenUpstream, globMetacharacter, unknownUpstream } from './upstream-name.ts';
import { workflowDisabled } from './workflow-disabled.ts';
import { wrongRevision } from './wrong-revision.ts';

export const rules: readonly Rule[] = [
  neverFired,
  unparsable,
  unknownUpstream,
  globMetacharacter,
  branchFilter,
  defaultBranchOnly,
  runTypes,
  runChain,
  brokenUpstream,
  workflowDisabled,
  cronRisk,
  tokenRecursion,
  botPullApproval,
  skipToken,
  releaseEventGap,
  deploymentStatus,
  policyBlock,
  goneBranch,
  neverTrue,
  varsSecretMixup,
  implicitSuccess,
  environmentGate,
  alwaysSkipped,
  unknownName,
  wrongRevision,
  probeUnbound,
  concurrencyTrap,
  deadRollback,
  protectedPush,
  checkOrphan,
  branchAutomation,
  selfApproval,
  railwayDeadlock,
  railwayRedRun,
];
