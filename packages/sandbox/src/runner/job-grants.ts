import { effectivePermissions, type Grants, type Job } from '@release-train/workflows';
import type { RunContext } from './job-run.ts';

/** What a job's token may do. A called job that states nothing has what its caller has. */
export function grantsOf({ plan, call }: Pick<RunContext, 'plan' | 'call'>, job: Job): Grants {
  const { permissions } = plan.workflow;
  const isSilent = job.permissions === undefined && permissions === undefined;
  return call && isSilent ? call.grants : effectivePermissions(permissions, job.permissions);
}
