/** Who and what exists: repositories, actors and their tokens. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '../../ports.ts';
import { newActionsSettings } from '../actions-settings.ts';
import { git } from '../git/git-process.ts';
import { isBranchName } from '../git/refs.ts';
import type { Repository, RepositorySettings, World } from '../model.ts';
import { DEFAULT_SETTINGS, timestamp } from '../model.ts';
import { accountOf } from '../payloads/account-json.ts';

export interface RepositorySpec {
  /** `owner/name`. */
  readonly repository: string;
  readonly defaultBranch: string;
  readonly settings?: Partial<RepositorySettings>;
}

const SLUG = /^([\w-][\w.-]*)\/([\w-][\w.-]*)$/;

export function createRepository(world: World, spec: RepositorySpec): void {
  const [, owner, name] = SLUG.exec(spec.repository) ?? [];
  if (!owner || !name) throw new Error(`"${spec.repository}" is not owner/name`);
  if (world.repositories.has(spec.repository)) throw new Error(`${spec.repository} exists already`);
  if (!isBranchName(spec.defaultBranch))
    throw new Error(`"${spec.defaultBranch}" is no branch name`);
  const gitDir = join(world.root, owner, `${name}.git`);
  mkdirSync(gitDir, { recursive: true });
  initialise(gitDir, spec.defaultBranch);
  const repository: Repository = {
    id: world.nextId(),
    owner,
    name,
    fullName: spec.repository,
    gitDir,
    createdAt: timestamp(),
    defaultBranch: spec.defaultBranch,
    settings: { ...DEFAULT_SETTINGS, ...spec.settings },
    actions: newActionsSettings(),
    protections: new Map(),
    rulesets: new Map(),
    labels: new Map(),
    pulls: new Map(),
    workflowIds: new Map(),
    runs: new Map(),
    checkRuns: new Map(),
    appChecks: new Map(),
    statuses: [],
    deployments: new Map(),
    freshRefs: new Set(),
    lookedUp: new Set(),
  };
  world.repositories.set(repository.fullName, repository);
}

function initialise(gitDir: string, defaultBranch: string): void {
  git(gitDir, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`, gitDir]);
  appendFileSync(join(gitDir, 'config'), CONFIGURATION);
}

/** Partial clones as at GitHub; `refs/pull` belongs to the server. */
const CONFIGURATION = `
[http]
\treceivepack = true
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
[receive]
\thideRefs = refs/pull
[gc]
\tauto = 0
`;

export function createActor(world: World, actor: Actor, repository?: string): string {
  accountOf(world, actor.login);
  const prefix = actor.token === 'user' ? 'ghp' : 'ghs';
  const token = `${prefix}_${randomBytes(18).toString('hex')}`;
  world.credentials.set(token, { actor, ...(repository === undefined ? {} : { repository }) });
  return token;
}

export const runActor = (permissions: Actor['permissions']): Actor => ({
  login: 'github-actions[bot]',
  type: 'Bot',
  token: 'github-token',
  admin: false,
  permissions: permissions ?? {},
});

export const appActor = (slug: string): Actor => ({
  login: `${slug}[bot]`,
  type: 'Bot',
  token: 'app',
  admin: false,
});

export function repositoryOf(world: World, fullName: string): Repository {
  const repository = world.repositories.get(fullName);
  if (!repository) throw new Error(`the sandbox has no repository "${fullName}"`);
  return repository;
}
