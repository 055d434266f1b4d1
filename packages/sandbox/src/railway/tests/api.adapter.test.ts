import { readFileSync } from 'node:fs';
import { type OperationDefinitionNode, parse, print } from 'graphql';
import { expect, it } from 'vitest';
import { app, graphqlClient, post, startRig, web } from './rig.ts';

const document = parse(readFileSync(new URL('operations.graphql', import.meta.url), 'utf8'));
const operations = document.definitions as readonly OperationDefinitionNode[];

it('executes every operation that clients send', async () => {
  const rig = await startRig();
  const sha = rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  await (await fetch(rig.url('/broken'))).text();
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  const [old, current] = (await rig.deployments()).map(({ id }) => id);
  const at = {
    projectId: rig.project.id,
    environmentId: rig.environment.id,
    serviceId: rig.service('web').id,
  };
  const target = { ...at, commit: 'next' };
  const specific: Readonly<Record<string, object>> = {
    ResolveProject: { id: rig.project.id },
    Preflight: at,
    FindDeployments: { input: at, first: 100 },
    HttpHealth: { ...at, start: '2000-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z', step: 60 },
    HttpErrors: { deploymentId: old, limit: 10 },
    Rollback: { id: old },
    DeployCommit: { ...at, commitSha: sha },
    TriggersDeploy: { input: at },
  };
  const account = rig.railway.createToken({ kind: 'account' });
  const askAsAccount = graphqlClient(rig.railway.apiUrl, { authorization: `Bearer ${account}` });
  const names: string[] = [];
  for (const operation of operations) {
    const name = operation.name!.value;
    if (name === 'Cancel') {
      rig.railway.script(target, { holdAt: 'QUEUED' });
      rig.push({ 'held.txt': '' });
      await rig.railway.settled();
    }
    const newest = (await rig.deployments()).at(-1)?.id;
    const id = name === 'Cancel' || name === 'Restart' ? newest : current;
    const ask = name === 'TokenWorkspaces' ? askAsAccount : rig.ask;
    const variables = specific[name] ?? { ...at, id, limit: 10, cached: false };
    const used = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    const given = Object.entries(variables).filter(([key]) => used.includes(key));
    const data = await ask(print(operation), Object.fromEntries(given));
    expect(Object.values(data), name).not.toContain(null);
    await rig.railway.settled();
    names.push(name);
  }

  expect(names).toHaveLength(18);
  expect((await rig.deployments()).at(-1)?.status).toBe('SUCCESS');
  expect(rig.railway.warnings).toEqual([]);
});

it('knows a project token by its own header only', async () => {
  const rig = await startRig();
  const query = '{ projectToken { projectId environmentId environment { name } } }';
  const token = rig.railway.createToken({ kind: 'project', environmentId: rig.environment.id });

  const { apiUrl } = rig.railway;
  expect(await rig.ask(query)).toEqual({
    projectToken: {
      projectId: rig.project.id,
      environmentId: rig.environment.id,
      environment: { name: 'production' },
    },
  });
  const asBearer = await post(apiUrl, { authorization: `Bearer ${token}` }, { query });
  expect(asBearer.status).toBe(200);
  expect(asBearer.body).toMatchObject({
    data: null,
    errors: [
      {
        message: 'Project Token not found',
        path: ['projectToken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
        traceId: expect.stringMatching(/^\d+$/),
      },
    ],
  });
  await expect(rig.ask('{ apiToken { workspaces { id } } }')).rejects.toThrow('Not Authorized');
});

it('answers "Not Authorized" alike for no token, a foreign environment and nothing there', async () => {
  const rig = await startRig();
  const other = await rig.railway.createProject({
    name: 'other',
    environments: [{ name: 'production', services: [{ ...web }] }],
  });
  const query = 'query ($id: String!) { environment(id: $id) { name } }';
  const foreign = { id: other.environments[0]!.id };
  const anonymous = graphqlClient(rig.railway.apiUrl, {});
  const account = rig.railway.createToken({ kind: 'account' });
  const askAsAccount = graphqlClient(rig.railway.apiUrl, { authorization: `Bearer ${account}` });

  await expect(rig.ask(query, foreign)).rejects.toThrow('Not Authorized');
  await expect(rig.ask(query, { id: 'nothing' })).rejects.toThrow('Not Authorized');
  await expect(anonymous(query, { id: rig.environment.id })).rejects.toThrow('Not Authorized');
  expect(await askAsAccount(query, foreign)).toEqual({ environment: { name: 'production' } });
});

it.each([
  ['GRAPHQL_PARSE_FAILED', { query: '{ nonsense' }],
  ['GRAPHQL_VALIDATION_FAILED', { query: '{ platformStatus { weather } }' }],
  [
    'GRAPHQL_VALIDATION_FAILED',
    { query: 'mutation { deploymentRollback(id: "x") { id status } }' },
  ],
  ['BAD_USER_INPUT', { query: 'query ($id: String!) { deployment(id: $id) { id } }' }],
  ['BAD_USER_INPUT', { query: 'subscription { deployment(id: "x") { id } }' }],
  ['BAD_USER_INPUT', '<html>'],
])('answers 400 with %s to %j', async (code, body) => {
  const { railway } = await startRig();
  const answer = await post(railway.apiUrl, {}, body);

  expect(answer.status).toBe(400);
  expect(answer.body.errors[0]).toMatchObject({ extensions: { code } });
  expect(answer.body).not.toHaveProperty('data');
});

it('refuses by name what it does not imitate', async () => {
  const rig = await startRig();

  await expect(rig.ask('{ me { id } }')).rejects.toThrow('not supported by the sandbox: Query.me');
  await expect(
    rig.ask('query ($id: String!) { environment(id: $id) { configEtag } }', {
      id: rig.environment.id,
    }),
  ).rejects.toThrow('not supported by the sandbox: Environment.configEtag');
});

it('answers 429 with Retry-After when the hourly quota is used up', async () => {
  const { railway } = await startRig({ requestsPerHour: 1 });
  const body = { query: 'query Health { platformStatus { isStable } }' };
  const first = await post(railway.apiUrl, {}, body);
  const second = await post(railway.apiUrl, {}, body);

  expect(first.status).toBe(200);
  expect(first.headers.get('x-ratelimit-limit')).toBe('1');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(second.status).toBe(429);
  expect(second.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(railway.requests.map(({ status }) => status)).toEqual([200, 429]);
});

it('refuses to deploy a commit that the repository does not have', async () => {
  const rig = await startRig();
  const mutation = `mutation ($serviceId: String!, $environmentId: String!, $sha: String) {
    serviceInstanceDeployV2(serviceId: $serviceId, environmentId: $environmentId, commitSha: $sha)
  }`;
  const at = { serviceId: rig.service('web').id, environmentId: rig.environment.id };

  await expect(rig.ask(mutation, { ...at, sha: '0'.repeat(40) })).rejects.toThrow(
    'Commit not found',
  );
  await expect(rig.ask(mutation, { ...at, sha: '--output=x' })).rejects.toThrow('Commit not found');
  expect(await rig.deployments()).toEqual([]);
});

it('tells of an incident while there is one', async () => {
  const rig = await startRig();
  const query = '{ platformStatus { isStable incident { message status } } }';
  rig.railway.reportIncident({
    id: '1',
    message: 'Builds are slow',
    status: 'INVESTIGATING',
    url: 'https://status.railway.com',
  });

  expect(await rig.ask(query)).toEqual({
    platformStatus: {
      isStable: false,
      incident: { message: 'Builds are slow', status: 'INVESTIGATING' },
    },
  });
});
