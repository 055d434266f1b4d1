import { isDue } from '@release-train/workflows';
import type { Actor, GitHubEvent } from '../ports.ts';
import { type ActionsService, isFirst } from './actions-service.ts';
import { launchRun } from './launch-run.ts';
import { repositoryFiles } from './repository-files.ts';

// At GitHub it is whoever changed the cron last; the sandbox keeps no such record.
const SCHEDULER: Actor = { login: 'github-actions[bot]', type: 'Bot', token: 'app', admin: false };

/** Starts the default branch's workflows whose cron is due in the minute of `at`. */
export async function dispatchSchedule(
  service: ActionsService,
  repository: string,
  at: Date,
): Promise<void> {
  const { github } = service.options;
  const ref = `refs/heads/${github.defaultBranch(repository)}`;
  const files = repositoryFiles(github.gitDir(repository));
  const sha = await files.resolve(`${ref}^{commit}`);
  if (!sha) return;
  const minute = String(Math.floor(at.getTime() / 60_000));
  for (const parsed of await service.catalog.at(files, sha)) {
    if (parsed.kind === 'broken') continue;
    const { workflow } = parsed;
    const schedules = workflow.triggers.flatMap((trigger) => trigger.schedules);
    for (const schedule of schedules.filter((one) => isDue(one, at))) {
      if (!isFirst(service, 'cron', repository, workflow.path, schedule.cron, minute)) continue;
      const payload = {
        schedule: schedule.cron,
        workflow: workflow.path,
        repository: github.repositoryPayload(repository),
      };
      const event: GitHubEvent = {
        name: 'schedule',
        repository,
        actor: SCHEDULER,
        ref,
        sha,
        payload,
      };
      launchRun(service, { workflow, event, workflowSha: sha }, false);
    }
  }
}
