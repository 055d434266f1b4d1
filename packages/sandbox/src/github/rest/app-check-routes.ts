/** Check runs that apps make themselves: https://docs.github.com/en/rest/checks/runs */
import { peel } from '../git/refs.ts';
import { completeAppCheck, createAppCheck } from '../operations/app-checks.ts';
import { appCheckJson, checkRunJson } from '../payloads/check-json.ts';
import type { AppCheck } from '../reports.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, notFound, ok } from './api.ts';
import { readFields } from './fields.ts';

const ONE = '/check-runs/:id{[0-9]+}';
const CONCLUSIONS = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
] as const;

export const appCheckRoutes: readonly Route[] = [
  { method: 'POST', path: '/check-runs', needs: ['checks:write'], handle: create },
  { method: 'GET', path: ONE, needs: ['checks:read'], handle: get },
  { method: 'PATCH', path: ONE, needs: ['checks:write'], handle: update },
];

/** Apps and runs only; a person's token is told so. */
function create(request: ApiRequest): Reply {
  const { repository, place, actor, body } = request;
  if (actor.token === 'user') {
    throw new ApiError(403, 'You must authenticate via a GitHub App.');
  }
  const sha = body.text('head_sha');
  if (!/^[0-9a-f]{40}$/.test(sha) || peel(repository.gitDir, sha) !== sha) {
    throw new ApiError(422, `No commit found for SHA: ${sha}`);
  }
  const check = createAppCheck(place, actor, {
    name: body.text('name'),
    headSha: sha,
    externalId: body.optionalText('external_id') ?? '',
    detailsUrl: body.optionalText('details_url') ?? '',
  });
  return created(appCheckJson(place, changed(request, check)));
}

function changed(request: ApiRequest, check: AppCheck): AppCheck {
  const { body, place, actor } = request;
  if (body.has('output')) check.output = readOutput(request);
  const conclusion = body.has('conclusion')
    ? body.oneOf('conclusion', CONCLUSIONS, 'success')
    : null;
  const states = ['queued', 'in_progress', 'completed'] as const;
  const status = body.oneOf('status', states, conclusion ? 'completed' : openStatus(check));
  if (status !== 'completed') {
    check.status = status;
    return check;
  }
  const verdict = conclusion ?? check.conclusion;
  if (verdict === null)
    throw new ApiError(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.');
  if (check.status !== 'completed' || check.conclusion !== verdict) {
    completeAppCheck(place, actor, { check, conclusion: verdict });
  }
  return check;
}

const openStatus = ({ status }: AppCheck): 'queued' | 'in_progress' | 'completed' =>
  status === 'in_progress' || status === 'completed' ? status : 'queued';

function readOutput({ body }: ApiRequest): AppCheck['output'] {
  const output = readFields(body.raw('output'));
  return {
    title: output.optionalText('title'),
    summary: output.optionalText('summary'),
    text: output.optionalText('text'),
  };
}

function get(request: ApiRequest): Reply {
  const { repository, place, param } = request;
  const id = Number(param('id'));
  const ours = repository.checkRuns.get(id);
  const run = ours && repository.runs.get(ours.runId);
  if (ours && run) return ok(checkRunJson(place, run, ours));
  return ok(appCheckJson(place, appCheckOf(request)));
}

function appCheckOf({ repository, param }: ApiRequest): AppCheck {
  const check = repository.appChecks.get(Number(param('id')));
  if (!check) throw notFound();
  return check;
}

/** Only the app that made it may change it. */
function update(request: ApiRequest): Reply {
  const check = appCheckOf(request);
  if (request.actor.login !== `${check.app}[bot]`) {
    throw new ApiError(
      403,
      'Invalid app_id `0` - check run can only be modified by the GitHub App that created it.',
    );
  }
  return ok(appCheckJson(request.place, changed(request, check)));
}
