/** Somebody with Railway's dashboard open, by the API behind it. */
import type { Shop } from './shop.ts';

/** A record of Railway's: what was deployed when, and what has become of it. */
export interface Deployed {
  readonly service: string;
  readonly status: string;
  readonly commit: string;
  readonly createdAtMs: number;
}

/** @throws Error with Railway's message */
export async function askRailway(
  { apiUrl, token }: { readonly apiUrl: string; readonly token: string },
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const response = await fetch(apiUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(`Railway: ${JSON.stringify(errors)}`);
  return data;
}

interface DeploymentList {
  readonly deployments: { readonly edges: readonly { readonly node: DeploymentNode }[] };
}

interface DeploymentNode {
  readonly status: string;
  readonly createdAt: string;
  readonly meta: { readonly commitHash?: string };
}

/** All deployments of production, the newest of a service first. */
export async function inProduction({ world, project }: Shop): Promise<readonly Deployed[]> {
  const { railway } = world;
  const at = { apiUrl: railway.apiUrl, token: railway.createToken({ kind: 'account' }) };
  const production = project.environments.find(({ name }) => name === 'production');
  const lists = (production?.services ?? []).map(async ({ id, name }) => {
    const input = { environmentId: production?.id, serviceId: id };
    const { deployments } = (await askRailway(at, DEPLOYMENTS, { input })) as DeploymentList;
    return deployments.edges
      .map(({ node: { status, createdAt, meta } }) => ({
        ...{ service: name, status, commit: meta.commitHash ?? '' },
        createdAtMs: Date.parse(createdAt),
      }))
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  });
  return (await Promise.all(lists)).flat();
}

const DEPLOYMENTS =
  'query ($input: DeploymentListInput!) { deployments(input: $input) { edges { node { status createdAt meta } } } }';

/** What serves, or should: the newest deployment of every service. */
export const newestOf = (all: readonly Deployed[]): readonly Deployed[] =>
  all.filter(({ service }, index) => all.findIndex((one) => one.service === service) === index);
