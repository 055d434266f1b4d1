import { expect, it, vi } from 'vitest';
import { app, graphqlClient, pushEvent, startRig, web } from './rig.ts';

type Rig = Awaited<ReturnType<typeof startRig>>;

const at = (rig: Rig, name = 'web') => ({
  serviceId: rig.service(name).id,
  environmentId: rig.environment.id,
});
const mutate = (rig: Rig, field: string, id: string | undefined) =>
  rig.ask(`mutation ($id: String!) { ${field}(id: $id) }`, { id });
const text = async (url: string): Promise<string> => (await fetch(url)).text();
const statuses = async (rig: Rig, name?: string) =>
  (await rig.deployments(name)).map(({ status }) => status);

/** Answers with the colour it was given. */
const colourful = app('x').replace('response.end("x")', 'response.end(process.env.COLOUR)');

it('deploys anew when variables change, and a rollback brings the old ones back', async () => {
  const rig = await startRig({ services: [{ ...web, variables: { COLOUR: 'red' } }] });
  const sha = rig.push({ 'server.mjs': colourful });
  await rig.railway.settled();
  rig.railway.changeVariables(at(rig), { COLOUR: 'blue' });
  await rig.railway.settled();
  expect(await text(rig.url())).toBe('blue');
  const [first, second] = await rig.deployments();
  expect(second?.meta).toMatchObject({ commitHash: sha });

  await mutate(rig, 'deploymentRollback', first?.id);
  await rig.railway.settled();
  expect(await text(rig.url())).toBe('red');

  rig.push({ 'README.md': 'Shop' });
  await rig.railway.settled();
  expect(await text(rig.url())).toBe('blue');
});

it('keeps new variables for the first deployment where nothing is deployed yet', async () => {
  const rig = await startRig();
  rig.railway.changeVariables(at(rig), { COLOUR: 'green' });
  expect(await rig.deployments()).toEqual([]);
  rig.push({ 'server.mjs': colourful });
  await rig.railway.settled();

  expect(await text(rig.url())).toBe('green');
});

const jobs = {
  name: 'jobs',
  trigger: web.trigger,
  startCommand: ['node', 'job.mjs'],
  cronSchedule: '0 3 * * *',
};
const due = new Date('2026-03-02T03:00:30Z');

it('makes a record of every cron run, completed at once and removed by the next', async () => {
  const rig = await startRig({ services: [jobs] });
  const sha = rig.push({ 'job.mjs': 'console.log("cleaned")' });
  await rig.railway.settled();
  expect(await rig.deployments('jobs')).toMatchObject([
    { status: 'SUCCESS', deploymentStopped: true },
  ]);
  const completed = (count: number) =>
    vi.waitFor(async () => {
      const deployments = await rig.deployments('jobs');
      expect(deployments).toHaveLength(count);
      expect(deployments.at(-1)).toMatchObject({ status: 'SUCCESS', deploymentStopped: true });
    }, 10_000);
  rig.railway.tick(new Date('2026-03-02T03:01:00Z'));
  expect(await rig.deployments('jobs')).toHaveLength(1);
  rig.railway.tick(due);
  await completed(2);
  rig.railway.tick(due);
  await completed(3);
  await rig.railway.settled();

  const records = await rig.deployments('jobs');
  expect(records.map(({ status }) => status)).toEqual(['REMOVED', 'REMOVED', 'SUCCESS']);
  expect(new Set(records.map(({ meta }) => meta['commitHash']))).toEqual(new Set([sha]));
  const { deploymentLogs } = await rig.ask(
    'query ($id: String!) { deploymentLogs(deploymentId: $id) { message } }',
    { id: records.at(-1)?.id },
  );
  expect(deploymentLogs).toEqual([{ message: 'cleaned' }]);
});

it('does not start a cron run while the last one still works', async () => {
  const rig = await startRig({ services: [jobs] });
  rig.push({ 'job.mjs': 'setInterval(() => {}, 1e6)' });
  await rig.railway.settled();
  rig.railway.tick(due);
  await rig.railway.settled();
  rig.railway.tick(due);
  await rig.railway.settled();

  expect(await statuses(rig, 'jobs')).toEqual(['REMOVED', 'SUCCESS']);
});

it('asks for approval of a push whose author has no linked account', async () => {
  const rig = await startRig({ linkedAccounts: ['ada'] });
  const before = rig.repository.tip();
  const pushBy = (username: string, files: Readonly<Record<string, string>>) => {
    const event = pushEvent(before, rig.repository.commit(files, 'Change'));
    const payload = { ...event.payload, head_commit: { author: { username } } };
    rig.railway.receive({ ...event, payload });
    return rig.railway.settled();
  };
  await pushBy('ada', { 'server.mjs': app('v1') });
  await pushBy('mallory', { 'server.mjs': app('v2') });
  expect(await statuses(rig)).toEqual(['SUCCESS', 'NEEDS_APPROVAL']);
  expect(await text(rig.url())).toBe('v1');

  await mutate(rig, 'deploymentApprove', (await rig.deployments())[1]?.id);
  await rig.railway.settled();
  expect(await text(rig.url())).toBe('v2');
});

it('lists projects by name to account tokens alone', async () => {
  const rig = await startRig();
  await rig.railway.createProject({ name: 'blog', environments: [] });
  const account = rig.railway.createToken({ kind: 'account' });
  const ask = graphqlClient(rig.railway.apiUrl, { authorization: `Bearer ${account}` });
  const query = '{ projects { edges { node { id name } } } }';

  const { projects } = await ask(query);
  expect(projects.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual([
    'shop',
    'blog',
  ]);
  await expect(rig.ask(query)).rejects.toThrow('Not Authorized');
});

it('deploys an image without a build, a commit or a trigger', async () => {
  const server = "require('http').createServer((_, r) => r.end('pong')).listen(process.env.PORT)";
  const image = 'ghcr.io/acme/cache:7';
  const cache = { name: 'web', image, startCommand: ['node', '-e', server], publicDomain: {} };
  const rig = await startRig({ services: [cache] });
  rig.push({ 'README.md': 'Shop' });
  await rig.railway.settled();
  expect(await rig.deployments()).toEqual([]);
  const order = `mutation ($serviceId: String!, $environmentId: String!) {
    serviceInstanceDeployV2(serviceId: $serviceId, environmentId: $environmentId)
  }`;
  await rig.ask(order, at(rig));
  await rig.railway.settled();

  const [deployment] = await rig.deployments();
  expect(deployment).toMatchObject({ status: 'SUCCESS', canRollback: true, meta: { image } });
  expect(deployment?.meta).not.toHaveProperty('commitHash');
  expect(deployment?.meta).not.toHaveProperty('imageDigest');
  await vi.waitFor(async () => expect(await text(rig.url())).toBe('pong'), 10_000);
  const { environment } = await rig.ask(
    `query ($id: String!) { environment(id: $id) {
      deploymentTriggers { edges { node { id } } }
      serviceInstances { edges { node { source { repo image } } } }
    } }`,
    { id: rig.environment.id },
  );
  expect(environment).toEqual({
    deploymentTriggers: { edges: [] },
    serviceInstances: { edges: [{ node: { source: { repo: null, image } } }] },
  });
});

it('runs the pre-deploy command before the container, and stays with the old one if it fails', async () => {
  const migrating = { ...web, preDeployCommand: ['node', 'migrate.mjs'] };
  const rig = await startRig({ services: [migrating] });
  rig.push({ 'server.mjs': app('v1'), 'migrate.mjs': 'console.log("migrated")' });
  await rig.railway.settled();
  rig.push({
    'server.mjs': app('v2'),
    'migrate.mjs': 'console.error("no table"); process.exit(1)',
  });
  await rig.railway.settled();

  expect(await statuses(rig)).toEqual(['SUCCESS', 'FAILED']);
  expect(await text(rig.url())).toBe('v1');
  const stories = await Promise.all(
    (await rig.deployments()).map(({ id }) =>
      rig.ask(
        `query ($id: String!) {
          deploymentEvents(id: $id) { edges { node { step payload { error } } } }
          deploymentLogs(deploymentId: $id) { message }
        }`,
        { id },
      ),
    ),
  );
  const steps = stories.map(({ deploymentEvents }) =>
    deploymentEvents.edges.map(({ node }: { node: { step: string } }) => node.step),
  );
  expect(steps[0].slice(-3)).toEqual(['PRE_DEPLOY_COMMAND', 'CREATE_CONTAINER', 'HEALTHCHECK']);
  expect(stories[1].deploymentEvents.edges.at(-1).node).toEqual({
    step: 'PRE_DEPLOY_COMMAND',
    payload: { error: 'The pre-deploy command failed' },
  });
  expect(stories[0].deploymentLogs[0]).toEqual({ message: 'migrated' });
  expect(stories[1].deploymentLogs).toEqual([{ message: 'no table' }]);
});

it('ends a pre-deploy command that hangs when its deployment is cancelled', async () => {
  const migrating = { ...web, preDeployCommand: ['node', '-e', 'setInterval(() => {}, 1e6)'] };
  const rig = await startRig({ services: [migrating] });
  rig.push({ 'server.mjs': app('v1') });
  await vi.waitFor(async () => expect(await statuses(rig)).toEqual(['DEPLOYING']), 10_000);
  await mutate(rig, 'deploymentCancel', (await rig.deployments())[0]?.id);
  await rig.railway.settled();

  expect(await statuses(rig)).toEqual(['REMOVED']);
});

it('stops a deployment where it is, and nothing that does not run', async () => {
  const rig = await startRig();
  rig.push({ 'server.mjs': app('v1') });
  await rig.railway.settled();
  const [deployment] = await rig.deployments();
  await mutate(rig, 'deploymentStop', deployment?.id);
  await rig.railway.settled();

  expect(await rig.deployments()).toMatchObject([{ status: 'SUCCESS', deploymentStopped: true }]);
  expect((await fetch(rig.url())).status).toBe(502);
  rig.railway.script({ ...at(rig), commit: 'next' }, { outcome: 'FAILED' });
  rig.push({ 'server.mjs': app('v2') });
  await rig.railway.settled();
  const failed = (await rig.deployments())[1]?.id;
  await expect(mutate(rig, 'deploymentStop', failed)).rejects.toThrow('is not running');
});

it('refuses by name to unskip a service of a focused environment', async () => {
  const rig = await startRig();
  const mutation = `mutation ($serviceId: String!, $environmentId: String!) {
    environmentUnskipService(serviceId: $serviceId, environmentId: $environmentId)
  }`;

  await expect(rig.ask(mutation, at(rig))).rejects.toThrow(
    'not supported by the sandbox: Mutation.environmentUnskipService',
  );
});

it('turns a burst away for a second, with Retry-After', async () => {
  const rig = await startRig({ requestsPerSecond: 0 });
  const answer = await fetch(rig.railway.apiUrl, { method: 'POST', body: '{}' });

  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.headers.get('x-ratelimit-remaining')).toBe('999');
});
