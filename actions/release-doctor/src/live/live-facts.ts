/** Gathers from GitHub what the rules need for these files, in a bounded number of requests. */
import type { Connection } from '../ports.ts';
import type { Sources } from '../repository.ts';
import { type BranchFacts, branchFactsOf } from './branch-facts.ts';
import { type EnvironmentFacts, environmentsOf } from './environment-facts.ts';
import type {
  ActionsPolicy,
  Live,
  LiveDeployment,
  LiveRepository,
  LiveRun,
  LiveWorkflow,
  TokenDefaults,
} from './live.ts';
import {
  ACTIONS,
  ADMINISTRATION,
  CONTENTS,
  DEPLOYMENTS,
  SECRETS,
  VARIABLES,
} from './permissions.ts';
import { type Told, told, toldValue } from './told.ts';

export interface LiveFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly repository: LiveRepository;
  readonly workflows: Told<readonly LiveWorkflow[]>;
  /** Of workflows that wait for something, and of what they wait for; by path. */
  readonly runs: ReadonlyMap<string, Told<readonly LiveRun[]>>;
  readonly recent: Told<readonly LiveRun[]>;
  /** Waiting until somebody approves that they run at all. */
  readonly held: Told<readonly LiveRun[]>;
  /** For a reviewer of an environment. */
  readonly waiting: Told<readonly LiveRun[]>;
  readonly branchNames: Told<readonly string[]>;
  /** Path → text there, where the clone lacks that branch and GitHub tells. */
  readonly onDefault?: ReadonlyMap<string, string>;
  readonly policy: Told<ActionsPolicy>;
  readonly tokenDefaults: Told<TokenDefaults>;
  readonly branches: ReadonlyMap<string, BranchFacts>;
  /** Absent where no job names one. */
  readonly environments?: Told<readonly EnvironmentFacts[]>;
  readonly secretNames?: Told<readonly string[]>;
  readonly variables?: Told<ReadonlyMap<string, string>>;
  /** Absent where no workflow waits for one. */
  readonly deployments?: Told<readonly LiveDeployment[]>;
}

/** Of these only the default branch's copy counts, and nobody notices when they do not come. */
const WAITING = new Set(['workflow_run', 'schedule', 'repository_dispatch']);

/** With all the rest, fewer than 120 requests. */
const MOST = { workflows: 24 };

export async function gatherLive(
  { live, repository, now }: Connection,
  sources: Sources,
): Promise<LiveFacts> {
  const workflows = await told(ACTIONS, live.workflows());
  const [runs, recent, held, waiting, branchNames, onDefault, settings, names] = await Promise.all([
    runsOf(live, sources, toldValue(workflows) ?? []),
    told(ACTIONS, live.runs({ most: 100 })),
    told(ACTIONS, live.runs({ status: 'action_required', most: 30 })),
    told(ACTIONS, live.runs({ status: 'waiting', most: 30 })),
    told(CONTENTS, live.branches()),
    sources.git.onDefault ? undefined : filesOn(live, sources, repository.defaultBranch),
    settingsOf(live, sources, repository),
    namesOf(live, sources),
  ]);
  return {
    now,
    repository,
    workflows,
    runs,
    recent,
    held,
    waiting,
    branchNames,
    ...(onDefault ? { onDefault } : {}),
    ...settings,
    ...names,
  };
}

async function runsOf(
  live: Live,
  { files, graph, git }: Sources,
  workflows: readonly LiveWorkflow[],
): Promise<LiveFacts['runs']> {
  const renamed = [...git.renames.values()].map(({ to }) => to);
  const upstream = new Set(
    graph.edges.filter(({ kind }) => kind === 'workflow_run').map((edge) => edge.upstream),
  );
  const wanted = files.filter(
    ({ path, declaredName, workflow }) =>
      upstream.has(path) ||
      renamed.includes(declaredName) ||
      workflow.triggers.some(({ event }) => WAITING.has(event)),
  );
  const paths = new Set(wanted.map(({ path }) => path));
  const known = workflows.filter(({ path }) => paths.has(path)).slice(0, MOST.workflows);
  const pairs = await Promise.all(
    known.map(async ({ id, path }) => {
      const listed = await told(ACTIONS, live.runs({ workflow: id, most: 100 }));
      return [path, listed] as const;
    }),
  );
  return new Map(pairs);
}

/** The clone lacks the default branch: the copies there of what counts there only. */
async function filesOn(
  live: Live,
  { files }: Sources,
  branch: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  const listeners = files
    .filter(({ path }) => path.startsWith('.github/workflows/'))
    .filter(({ workflow }) => workflow.triggers.some(({ event }) => WAITING.has(event)));
  if (listeners.length > MOST.workflows) return undefined;
  const texts = await told(
    CONTENTS,
    Promise.all(listeners.map(async ({ path }) => [path, await live.file(path, branch)] as const)),
  );
  if (texts.kind === 'untold') return undefined;
  return new Map(
    texts.value.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])),
  );
}

async function settingsOf(
  live: Live,
  sources: Sources,
  repository: LiveRepository,
): Promise<Pick<LiveFacts, 'policy' | 'tokenDefaults' | 'branches'>> {
  const [policy, tokenDefaults, branches] = await Promise.all([
    told(ADMINISTRATION, live.policy()),
    told(ADMINISTRATION, live.tokenDefaults()),
    branchFactsOf(live, sources, repository),
  ]);
  return { policy, tokenDefaults, branches };
}

type Names = Pick<LiveFacts, 'environments' | 'secretNames' | 'variables' | 'deployments'>;

async function namesOf(live: Live, { files }: Sources): Promise<Names> {
  const text = files.map(({ lines }) => lines.join('\n')).join('\n');
  const hasEnvironment = files.some(({ workflow }) =>
    workflow.jobs.some(({ environment }) => environment !== undefined),
  );
  const waitsForDeployment = files.some(({ workflow }) =>
    workflow.triggers.some(({ event }) => event === 'deployment_status' || event === 'deployment'),
  );
  const reads = (context: string): boolean => new RegExp(`\\b${context}[.[]`, 'i').test(text);
  const [environments, secretNames, variables, deployments] = await Promise.all([
    hasEnvironment ? environmentsOf(live) : undefined,
    reads('secrets') ? told(SECRETS, live.secretNames()) : undefined,
    reads('vars') ? told(VARIABLES, live.variables()) : undefined,
    waitsForDeployment ? told(DEPLOYMENTS, live.deployments()) : undefined,
  ]);
  return {
    ...(environments ? { environments } : {}),
    ...(secretNames ? { secretNames } : {}),
    ...(variables ? { variables } : {}),
    ...(deployments ? { deployments } : {}),
  };
}
