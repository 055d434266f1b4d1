/** The public side of GitHub Actions: https://docs.github.com/en/rest/actions */
import { git, lines, tryGit } from '../git/git-process.ts';
import { readBranch, readRef } from '../git/refs.ts';
import type { Repository, World } from '../model.ts';
import { commonPayload } from '../operations/events.ts';
import { approveRun, workflowIdOf } from '../operations/runs.ts';
import { runJson, workflowJson } from '../payloads/run-json.ts';
import type { WorkflowRun } from '../reports.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, noContent, notFound, ok } from './api.ts';
import { readFields } from './fields.ts';
import { cut } from './pagination.ts';

const RUN = '/actions/runs/:id{[0-9]+}';
const WORKFLOW = '/actions/workflows/:workflow';
const read = ['actions:read'] as const;
const write = ['actions:write'] as const;

export const actionsRoutes: readonly Route[] = [
  { method: 'GET', path: '/actions/workflows', needs: read, handle: listWorkflows },
  { method: 'GET', path: `${WORKFLOW}`, needs: read, handle: getWorkflow },
  { method: 'GET', path: `${WORKFLOW}/runs`, needs: read, handle: listRunsOfWorkflow },
  { method: 'POST', path: `${WORKFLOW}/dispatches`, needs: write, handle: dispatch },
  { method: 'GET', path: '/actions/runs', needs: read, handle: listRuns },
  { method: 'GET', path: RUN, needs: read, handle: getRun },
  { method: 'POST', path: `${RUN}/approve`, needs: write, handle: approve },
];

interface Workflow {
  readonly workflowId: number;
  readonly workflowName: string;
  readonly path: string;
}

/** The workflow files of the default branch; one without `name:` goes by its path. */
function workflowsOf(world: World, repository: Repository): Workflow[] {
  const dir = repository.gitDir;
  const tip = readBranch(dir, repository.defaultBranch);
  if (tip === null) return [];
  const listed = lines(git(dir, ['ls-tree', '--name-only', tip, '--', '.github/workflows/']));
  return listed
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => ({
      path,
      workflowId: workflowIdOf(world, repository, path),
      workflowName: nameIn(git(dir, ['cat-file', 'blob', `${tip}:${path}`])) ?? path,
    }));
}

const nameIn = (content: string): string | null =>
  /^name:\s*(.+?)\s*$/m.exec(content)?.[1]?.replace(/^(['"])(.*)\1$/, '$2') ?? null;

/** By file name or by id. */
export function workflowOf({ world, repository, param }: ApiRequest): Workflow {
  const wanted = param('workflow');
  const found = workflowsOf(world, repository).find(
    ({ path, workflowId }) => path.endsWith(`/${wanted}`) || String(workflowId) === wanted,
  );
  if (!found) throw notFound();
  return found;
}

function listWorkflows(request: ApiRequest): Reply {
  const { world, repository, place, url } = request;
  const all = workflowsOf(world, repository);
  const { items, headers } = cut(url, all);
  const workflows = items.map((each) => workflowJson(place, each));
  return { status: 200, headers, body: { total_count: all.length, workflows } };
}

function getWorkflow(request: ApiRequest): Reply {
  return ok(workflowJson(request.place, workflowOf(request)));
}

function listRuns(request: ApiRequest): Reply {
  return runsReply(request, [...request.repository.runs.values()]);
}

function listRunsOfWorkflow(request: ApiRequest): Reply {
  const { workflowId } = workflowOf(request);
  const runs = [...request.repository.runs.values()];
  return runsReply(
    request,
    runs.filter((run) => run.workflowId === workflowId),
  );
}

function runsReply(request: ApiRequest, runs: readonly WorkflowRun[]): Reply {
  const { place, url } = request;
  const filters = { head_sha: 'head_sha', branch: 'head_branch', event: 'event' } as const;
  const query = (name: string) => url.searchParams.get(name);
  const found = runs
    .map((run) => runJson(place, run))
    .filter((run) =>
      Object.entries(filters).every(
        ([name, key]) => query(name) === null || query(name) === run[key],
      ),
    )
    .filter((run) => [null, String(run.status), String(run.conclusion)].includes(query('status')))
    .reverse();
  const { items, headers } = cut(url, found);
  return { status: 200, headers, body: { total_count: found.length, workflow_runs: items } };
}

function runOf({ repository, param }: ApiRequest): WorkflowRun {
  const run = repository.runs.get(Number(param('id')));
  if (!run) throw notFound();
  return run;
}

function getRun(request: ApiRequest): Reply {
  return ok(runJson(request.place, runOf(request)));
}

/** A run cannot approve runs; somebody with write access can. */
function approve(request: ApiRequest): Reply {
  const run = runOf(request);
  if (request.actor.token === 'github-token') {
    throw new ApiError(403, 'Resource not accessible by integration');
  }
  if (!approveRun(request.world, run.id)) {
    throw new ApiError(403, 'This run is not waiting for approval');
  }
  return created({});
}

/** https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
function dispatch(request: ApiRequest): Reply {
  const { world, repository, place, actor, body } = request;
  const { path } = workflowOf(request);
  const given = body.text('ref').replace(/^refs\/(heads|tags)\//, '');
  const dir = repository.gitDir;
  const ref = [`refs/heads/${given}`, `refs/tags/${given}`].find((name) => readRef(dir, name));
  if (!ref) throw new ApiError(422, `No ref found for: ${given}`);
  const sha = readRef(dir, ref) ?? '';
  const file = tryGit(dir, ['cat-file', 'blob', `${sha}:${path}`]);
  if (file.code !== 0 || !/workflow_dispatch/.test(file.stdout)) {
    throw new ApiError(422, "Workflow does not have 'workflow_dispatch' trigger");
  }
  readFields(body.raw('inputs') ?? {});
  const inputs = body.raw('inputs') ?? null;
  const payload = { inputs, ref, workflow: path, ...commonPayload(place, actor) };
  const about = { repository: repository.fullName, actor, ref, sha };
  world.emit({ name: 'workflow_dispatch', ...about, payload });
  return noContent;
}
