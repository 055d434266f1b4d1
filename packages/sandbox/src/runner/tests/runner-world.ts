import { join } from 'node:path';
import type { Actor, GitHubEvent } from '../../ports.ts';
import { startRunner } from '../runner.ts';
import type { JobRecord, Runner, RunnerOptions, RunnerProgress, RunRecord } from '../runner-api.ts';
import { MemoryActionsBackend, REPOSITORY } from './memory-actions-backend.ts';

export const ADA: Actor = { login: 'ada', type: 'User', token: 'user', admin: true };

/** A runner over a fresh repository. */
export interface RunnerWorld extends AsyncDisposable {
  readonly github: MemoryActionsBackend;
  readonly runner: Runner;
  readonly progress: readonly RunnerProgress[];
  /** Commits workflow files (`ci.yml` → text) and what else is given to main. */
  commitWorkflows(files: Readonly<Record<string, string>>, message?: string): string;
  /** Commits workflows, pushes, waits until all is quiet. */
  runOnPush(files: Readonly<Record<string, string>>): Promise<RunRecord>;
  push(sha: string, more?: Partial<GitHubEvent>): void;
  /** Reasons given for workflows that did not fire. */
  silences(): readonly string[];
  logOf(job: JobRecord | undefined): string;
}

export function runnerWorld(options: Partial<RunnerOptions> = {}): RunnerWorld {
  const github = new MemoryActionsBackend();
  const progress: RunnerProgress[] = [];
  const runner = startRunner({
    github,
    actionsRoot: join(github.folder, 'checkout'),
    workRoot: join(github.folder, 'runner'),
    secrets: { [REPOSITORY]: { PASSWORD: 'hunter2-and-more' } },
    vars: { [REPOSITORY]: { STAGE: 'blue' } },
    environment: {},
    onProgress: (event) => void progress.push(event),
    ...options,
  });
  const push: RunnerWorld['push'] = (sha, more = {}) =>
    github.emit({
      name: 'push',
      repository: REPOSITORY,
      actor: ADA,
      ref: 'refs/heads/main',
      sha,
      payload: {},
      ...more,
    });
  const commitWorkflows: RunnerWorld['commitWorkflows'] = (files, message) =>
    github.commit(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [
          name.includes('/') ? name : `.github/workflows/${name}`,
          text,
        ]),
      ),
      message,
    );
  return {
    github,
    runner,
    progress,
    push,
    commitWorkflows,
    runOnPush: async (files) => {
      push(commitWorkflows(files));
      await runner.settled();
      return runner.runs()[0]!;
    },
    silences: () =>
      progress.flatMap((event) =>
        event.kind === 'not-fired' ? [`${event.workflowName}: ${event.reason}`] : [],
      ),
    logOf: (job) => (job?.steps ?? []).flatMap(({ log }) => log).join('\n'),
    [Symbol.asyncDispose]: async () => {
      await runner.close();
      github.dispose();
    },
  };
}
