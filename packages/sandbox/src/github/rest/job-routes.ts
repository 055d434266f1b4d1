/** https://docs.github.com/en/rest/actions/workflow-jobs; without steps, which GitHub may leave out. */
import { jobJson } from '../payloads/check-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { notFound, ok } from './api.ts';
import { cut } from './pagination.ts';

export const jobRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/actions/runs/:id{[0-9]+}/jobs',
    needs: ['actions:read'],
    handle: listJobs,
  },
  { method: 'GET', path: '/actions/jobs/:id{[0-9]+}', needs: ['actions:read'], handle: getJob },
];

function listJobs({ repository, place, param, url }: ApiRequest): Reply {
  const run = repository.runs.get(Number(param('id')));
  if (!run) throw notFound();
  const found = [...repository.checkRuns.values()].filter((check) => check.runId === run.id);
  const { items, headers } = cut(url, found);
  const jobs = items.map((check) => jobJson(place, run, check));
  return { status: 200, headers, body: { total_count: found.length, jobs } };
}

function getJob({ repository, place, param }: ApiRequest): Reply {
  const check = repository.checkRuns.get(Number(param('id')));
  const run = check && repository.runs.get(check.runId);
  if (!check || !run) throw notFound();
  return ok(jobJson(place, run, check));
}
