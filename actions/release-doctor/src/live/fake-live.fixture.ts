/** Fake: a repository at GitHub as plain data. A method that is denied answers 403 as GitHub does. */
import { HttpError } from '@release-train/http';
import type {
  ActionsPolicy,
  BranchRule,
  Live,
  LiveBranch,
  LiveDeployment,
  LiveEnvironment,
  LiveRepository,
  LiveRun,
  LiveWorkflow,
  Tip,
  TokenDefaults,
  UpdateRule,
} from './live.ts';

export interface FakeRepository {
  readonly repository: LiveRepository;
  readonly branches: readonly string[];
  /** `<branch>:<path>` → text. */
  readonly files: Readonly<Record<string, string>>;
  readonly workflows: readonly LiveWorkflow[];
  /** In any order. */
  readonly runs: readonly LiveRun[];
  readonly policy: ActionsPolicy;
  readonly tokenDefaults: TokenDefaults;
  readonly rules: Readonly<Record<string, readonly BranchRule[]>>;
  readonly protections: Readonly<Record<string, Omit<LiveBranch, 'tip'>>>;
  readonly updateRules: Readonly<Record<string, UpdateRule>>;
  /** Of branches whose tip matters. */
  readonly tips: Readonly<Record<string, Tip>>;
  readonly environments: readonly (LiveEnvironment & {
    readonly admitted?: readonly string[];
    readonly variables?: readonly string[];
    readonly secrets?: readonly string[];
  })[];
  readonly variables: Readonly<Record<string, string>>;
  readonly secretNames: readonly string[];
  readonly deployments: readonly LiveDeployment[];
}

const PLAIN: FakeRepository = {
  repository: {
    owner: 'acme',
    defaultBranch: 'main',
    isPrivate: true,
    isFork: false,
    isArchived: false,
    pushedAt: 0,
  },
  branches: ['main'],
  files: {},
  workflows: [],
  runs: [],
  policy: { enabled: true, allowed: 'all', requiresPins: false },
  tokenDefaults: { permissions: 'read', mayOpenPulls: false },
  rules: {},
  protections: {},
  updateRules: {},
  tips: {},
  environments: [],
  variables: {},
  secretNames: [],
  deployments: [],
};

export function fakeLive(
  given: Partial<FakeRepository> = {},
  denied: readonly (keyof Live)[] = [],
): Live {
  const state = { ...PLAIN, ...given };
  const told = <T>(method: keyof Live, value: T): Promise<T> =>
    denied.includes(method) ? Promise.reject(forbidden(method)) : Promise.resolve(value);
  const environment = (name: string) => state.environments.find((each) => each.name === name);
  return {
    repository: () => told('repository', state.repository),
    branches: () => told('branches', state.branches),
    file: (path, branch) => told('file', state.files[`${branch}:${path}`]),
    workflows: () => told('workflows', state.workflows),
    runs: ({ workflow, status, sha, most }) => {
      const path = state.workflows.find(({ id }) => id === workflow)?.path;
      const found = state.runs
        .filter((run) => workflow === undefined || run.path === path)
        .filter((run) => sha === undefined || run.headSha === sha)
        .filter((run) => [undefined, run.status, run.conclusion].includes(status))
        .toSorted((one, other) => other.createdAt - one.createdAt);
      return told('runs', found.slice(0, most));
    },
    policy: () => told('policy', state.policy),
    tokenDefaults: () => told('tokenDefaults', state.tokenDefaults),
    rules: (branch) => told('rules', state.rules[branch] ?? []),
    branch: (name) => told('branch', branchOf(state, name)),
    updateRule: (branch) => told('updateRule', state.updateRules[branch]),
    environments: () =>
      told(
        'environments',
        state.environments.map(({ name, refs, hasReviewers }) => ({ name, refs, hasReviewers })),
      ),
    admittedRefs: (name) => told('admittedRefs', environment(name)?.admitted ?? []),
    variables: () => told('variables', new Map(Object.entries(state.variables))),
    secretNames: () => told('secretNames', state.secretNames),
    environmentVariables: (name) =>
      told('environmentVariables', environment(name)?.variables ?? []),
    environmentSecrets: (name) => told('environmentSecrets', environment(name)?.secrets ?? []),
    deployments: () => told('deployments', state.deployments),
  };
}

const branchOf = (state: FakeRepository, name: string): LiveBranch | undefined =>
  state.branches.includes(name)
    ? {
        ...(state.protections[name] ?? { isProtected: false, contexts: [] }),
        tip: state.tips[name] ?? { sha: SOME_SHA, message: 'Change something' },
      }
    : undefined;

const SOME_SHA = 'a'.repeat(40);

const forbidden = (method: string): HttpError =>
  new HttpError({
    method: 'GET',
    url: `https://api.github.com/repos/acme/shop/${method}`,
    status: 403,
    reason: 'Resource not accessible by integration',
  });
