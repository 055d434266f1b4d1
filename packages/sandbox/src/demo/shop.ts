/** The whole scene of the demo: GitHub with the shop, Railway with its services, the people. */
import { join } from 'node:path';
import type { ProjectHandle, ProjectSpec, ServiceSpec } from '../railway/index.ts';
import type { RunnerProgress } from '../runner/index.ts';
import { startWorld, type World } from '../world.ts';
import { stagingVariables } from './features.ts';
import { githubClient } from './github-client.ts';
import { type Person, person } from './people.ts';
import { type Product, repository, seedProduct, type WorkflowVariation } from './product.ts';
import { askRailway } from './railway-client.ts';

export interface Shop extends AsyncDisposable {
  readonly world: World;
  readonly product: Product;
  /** Writes code. */
  readonly dana: Person;
  /** Reviews and releases. */
  readonly erik: Person;
  /** On Railway. */
  readonly project: ProjectHandle;
  readonly stagingUrl: string;
  readonly productionUrl: string;
  /** Folder of this repository's example workflows. */
  readonly examples: string;
}

export interface ShopOptions extends WorkflowVariation {
  readonly root: string;
  /** This repository's checkout: its actions and its example workflows are what runs. */
  readonly checkout: string;
  readonly onProgress?: (event: RunnerProgress) => void;
  /** Another product than the demo's shop. */
  readonly home?: ProductHome;
}

/** What the repository and the Railway project are made of. */
export interface ProductHome {
  readonly files: string;
  readonly workflows: string;
  readonly services: readonly string[];
}

export async function openShop(options: ShopOptions): Promise<Shop> {
  const examples = join(options.checkout, 'workflows-examples');
  const world = await startWorld({
    root: options.root,
    actionsRoot: options.checkout,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  const { github } = world;
  const at = { apiUrl: github.urls.api, repository };
  const [danaToken, erikToken] = ['dana', 'erik'].map((login) =>
    github.createActor({ login, type: 'User', token: 'user', admin: login === 'erik' }),
  );
  github.createRepository({ repository, defaultBranch: 'main', settings: squashOnly });
  const { project, ...urls } = await deployTargets(world, options.home?.services);
  const product = await seedProduct({
    folder: join(options.root, 'clone'),
    gitDir: github.gitDir(repository),
    remote: `${github.urls.server}/${repository}.git`,
    token: danaToken ?? '',
    files: options.home?.files ?? join(import.meta.dirname, 'product'),
    workflows: options.home?.workflows ?? examples,
    variation: options,
    author: 'dana',
  });
  await protect(at.apiUrl, erikToken ?? '');
  await firstDeploy(world, project);
  return {
    world,
    product,
    project,
    examples,
    dana: person('dana', danaToken ?? '', at),
    erik: person('erik', erikToken ?? '', at),
    ...urls,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const squashOnly = {
  allowMergeCommit: false,
  allowRebaseMerge: false,
  allowSquashMerge: true,
  deleteBranchOnMerge: true,
};

async function protect(apiUrl: string, token: string): Promise<void> {
  const client = githubClient(apiUrl, token);
  for (const branch of ['staging', 'main']) {
    await client.send('PUT', `/repos/${repository}/branches/${branch}/protection`, {
      required_status_checks: { strict: false, contexts: ['test'] },
      enforce_admins: true,
      required_pull_request_reviews: {
        required_approving_review_count: 1,
        dismiss_stale_reviews: false,
      },
      restrictions: null,
      required_linear_history: true,
      allow_force_pushes: false,
      allow_deletions: false,
    });
  }
}

interface Targets {
  readonly project: ProjectHandle;
  readonly stagingUrl: string;
  readonly productionUrl: string;
}

async function deployTargets(
  { railway, secrets, vars }: World,
  wanted?: readonly string[],
): Promise<Targets> {
  const isWanted = ({ name }: ServiceSpec): boolean => wanted?.includes(name) ?? true;
  const project = await railway.createProject({
    ...shopProject,
    environments: shopProject.environments.map((environment) => ({
      ...environment,
      services: environment.services.filter(isWanted),
    })),
  });
  const [staging, production] = project.environments;
  if (!staging || !production) throw new Error('the project lacks an environment');
  const url = (environment: typeof staging): string =>
    environment.services.find(({ name }) => name === 'web')?.url ?? '';
  const token = (environment: typeof staging): string =>
    railway.createToken({ kind: 'project', environmentId: environment.id });
  secrets[repository] = {
    RAILWAY_STAGING_TOKEN: token(staging),
    RAILWAY_PRODUCTION_TOKEN: token(production),
    RELEASE_APP_PRIVATE_KEY: 'the sandbox needs no key, only that one is passed',
  };
  vars[repository] = {
    STAGING_URL: url(staging),
    PRODUCTION_URL: url(production),
    RELEASE_APP_CLIENT_ID: 'acme-release-train',
    ALLOW_PRIVATE: 'true',
  };
  return { project, stagingUrl: url(staging), productionUrl: url(production) };
}

/** Puts the branches' tips on Railway, as they were before the story. */
async function firstDeploy({ railway }: World, project: ProjectHandle): Promise<void> {
  const at = { apiUrl: railway.apiUrl, token: railway.createToken({ kind: 'account' }) };
  const query =
    'mutation ($input: EnvironmentTriggersDeployInput!) { environmentTriggersDeploy(input: $input) }';
  for (const environment of project.environments) {
    for (const service of environment.services) {
      const input = { projectId: project.id, environmentId: environment.id, serviceId: service.id };
      await askRailway(at, query, { input });
    }
  }
}

const shopProject: ProjectSpec = {
  name: 'shop',
  environments: [
    { name: 'staging', services: services('staging', stagingVariables) },
    { name: 'production', services: services('main', {}) },
  ],
};

function services(branch: string, variables: Readonly<Record<string, string>>): ServiceSpec[] {
  const trigger = { repository, branch };
  return [
    {
      name: 'web',
      trigger,
      rootDirectory: 'web',
      startCommand: ['node', 'server.mjs'],
      publicDomain: {},
      healthcheckPath: '/health',
    },
    {
      name: 'worker',
      trigger,
      rootDirectory: 'worker',
      startCommand: ['node', 'worker.mjs'],
      variables,
    },
    { name: 'beat', trigger, rootDirectory: 'beat', startCommand: ['node', 'beat.mjs'] },
  ];
}
