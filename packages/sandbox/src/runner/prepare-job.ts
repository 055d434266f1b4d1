import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DataMap,
  evaluateTemplate,
  type Scope,
  type Template,
  textOf,
} from '@release-train/workflows';
import { githubContext } from './github-context.ts';
import { grantsOf } from './job-grants.ts';
import {
  type JobFolders,
  type JobInstance,
  type JobRun,
  jobContexts,
  type RunContext,
} from './job-run.ts';
import { createMasks } from './masks.ts';
import type { LiveJob } from './records.ts';
import { signalGroup } from './spawn-process.ts';

interface Unprepared {
  readonly instance: JobInstance;
  readonly record: LiveJob;
  readonly cancelled: AbortSignal;
}

/** Disposing takes folders, processes and tokens away again. */
export interface Prepared extends AsyncDisposable {
  readonly job: JobRun;
}

/** Folders, token, masks and environment of a job. Throws where its `env:` cannot be evaluated. */
export async function prepareJob(run: RunContext, parts: Unprepared): Promise<Prepared> {
  const folders = await createFolders(run, parts);
  const token = issueToken(run, parts.instance);
  const job: JobRun = {
    run,
    ...parts,
    token,
    folders,
    masks: createMasks([token, ...secretsOf(run)]),
    github: await contextOf(run, { jobId: parts.instance.job.id, token, folders }),
    env: {},
    path: [],
    steps: {},
    processGroups: new Set(),
    issuedTokens: [token],
    status: 'success',
  };
  if (parts.cancelled.aborted) markCancelled(job);
  else parts.cancelled.addEventListener('abort', () => markCancelled(job), { once: true });
  try {
    for (const layer of [run.plan.workflow.env, parts.instance.job.env]) {
      Object.assign(job.env, environmentOf(layer, { contexts: jobContexts(job) }));
    }
  } catch (error) {
    await disposeJob(job);
    throw error;
  }
  return { job, [Symbol.asyncDispose]: () => disposeJob(job) };
}

const secretsOf = ({ options, plan }: RunContext): readonly string[] =>
  Object.values(options.secrets[plan.event.repository] ?? {});

function markCancelled(job: JobRun): void {
  job.status = 'cancelled';
}

interface ContextParts {
  readonly jobId: string;
  readonly token: string;
  readonly folders: JobFolders;
}

async function contextOf(
  { plan, record, options }: RunContext,
  { jobId, token, folders }: ContextParts,
): Promise<DataMap> {
  const eventPath = join(folders.temp, '_event.json');
  await writeFile(eventPath, JSON.stringify(plan.event.payload));
  const { urls } = options.github;
  const { workspace } = folders;
  return githubContext({ plan, runId: record.id, jobId, token, urls, workspace, eventPath });
}

/** An `env:` of any level, evaluated to text. */
export function environmentOf(
  template: Template | undefined,
  scope: Scope,
): Readonly<Record<string, string>> {
  const evaluated = template === undefined ? null : evaluateTemplate(template, scope);
  if (typeof evaluated !== 'object' || evaluated === null) return {};
  const mapping = evaluated as DataMap;
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, textOf(value)]));
}

async function createFolders(run: RunContext, { record }: Unprepared): Promise<JobFolders> {
  const place = run.record.jobs.indexOf(record);
  const root = join(run.options.workRoot, 'jobs', `${run.record.id}-${place}`);
  const [, repository = 'repository'] = run.plan.event.repository.split('/');
  const folders = {
    root,
    workspace: join(root, 'work', repository),
    temp: join(root, 'temp'),
    home: join(root, 'home'),
    toolCache: join(root, 'tools'),
  };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true })));
  return folders;
}

const issueToken = (run: RunContext, { job }: JobInstance): string =>
  run.options.github.issueRunToken(run.plan.event.repository, grantsOf(run, job));

async function disposeJob(job: JobRun): Promise<void> {
  for (const group of job.processGroups) signalGroup(group, 'SIGKILL');
  for (const token of job.issuedTokens) job.run.options.github.revoke(token);
  // Processes just killed may still be writing.
  await rm(job.folders.root, { recursive: true, force: true, maxRetries: 5 });
}
