/** The words for what became of one service, and what to do about it. Pure. */
import { oneLine } from '@release-train/action-kit/text';
import type { Deployment } from '@release-train/railway';
import { dashboardUrl as deploymentUrl } from '@release-train/railway/dashboard';
import type { ReplacedCause } from './judgement.ts';
import { explainOrder, remedyForOrder } from './render-order.ts';
import type { Judged, Report, ReportedService } from './report.ts';

/** Continues the sentence `service "x" …`; plain text, on one line. */
export function explain(service: ReportedService): string {
  const { cause, watched, verdict } = service;
  const { pinned } = watched;
  switch (cause) {
    case 'live':
      return explainLive(pinned);
    case 'settling':
      return 'is up, but not for long enough yet';
    case 'unlisted':
      return 'is SUCCESS, but Railway does not list it among what is active';
    case 'stopped':
      return 'came up, and all of its instances have stopped';
    case 'instances-crashed':
      return 'is up with crashed instances';
    case 'in-flight':
      return `is ${verdict ? 'still ' : ''}${pinned?.status}`;
    case 'unknown-status':
      return `has status "${oneLine(pinned?.status ?? '', 60)}", which this version does not know`;
    case 'waiting-for-approval':
    case 'needs-approval':
      return 'needs the approval of a project member on Railway';
    case 'unseen':
      return 'could not be looked at';
    case 'no-record':
      return `has no deployment of the commit${obstacleText(service)}`;
    case 'failed':
    case 'crashed':
      return explainFailure(service);
    case 'unchanged':
    case 'skipped':
      return `was skipped by Railway: "${oneLine(pinned?.skippedReason ?? 'no reason given')}"${watchedText(service)}`;
    case 'own-suite':
      return 'is WAITING for the checks of this commit, and this run is one of them';
    case 'would-go-back':
    case 'other-line':
    case 'ancestry-unknown':
    case 'order-failed':
    case 'held-back':
      return watched.order?.kind === 'none' ? explainOrder(watched.order) : 'was not deployed';
    default:
      return explainReplaced(cause, service);
  }
}

function explainLive(pinned: Deployment | undefined): string {
  if (pinned?.status === 'SLEEPING') return 'is live and asleep: the next request wakes it up';
  return pinned?.stopped ? 'has run to its end' : 'is live';
}

function explainFailure({ watched, cause, evidence }: ReportedService): string {
  const what = cause === 'crashed' ? 'crashed' : 'failed';
  const step = evidence?.step ? ` at ${oneLine(evidence.step, 60)}` : '';
  const error = evidence?.error ? `: ${oneLine(evidence.error)}` : '';
  return `${what}${step}${error}${what === 'crashed' ? liveText(watched.pinned) : ''}`;
}

const liveText = (pinned: Deployment | undefined): string =>
  pinned?.stopped ? ' and does not run any more' : '';

function watchedText({ cause, watched }: ReportedService): string {
  const { watchPatterns } = watched.service;
  if (cause !== 'unchanged' || watchPatterns.length === 0) return '';
  const more = watchPatterns.length > 5 ? ' and more' : '';
  return ` (it watches ${oneLine(watchPatterns.slice(0, 5).join(', '), 200)}${more})`;
}

const obstacleText = ({ obstacles = [] }: ReportedService): string =>
  obstacles.length > 0 ? `: ${obstacles.join('; ')}` : '';

function explainReplaced(
  cause: ReplacedCause,
  { successor, watched }: Pick<Judged, 'successor' | 'watched'>,
): string {
  const by = successor?.commit ? `commit ${short(successor.commit)}` : 'code of no known commit';
  switch (cause) {
    case 'replaced-by-descendant':
      return `was replaced by ${by}, which contains this commit`;
    case 'replaced':
      return `was replaced by ${by}; whether that contains this commit ${doubt(watched)}`;
    case 'replacing':
      return `was replaced by ${by}, which is ${oneLine(successor?.status ?? '', 60)}`;
    case 'went-back':
      return `was replaced by ${by}, which is older or had been deployed before: somebody went back`;
    case 'replaced-by-other-line':
      return `was replaced by ${by}, which does not contain this commit`;
    case 'replaced-by-unknown':
      return `was replaced by ${by}, such as an upload by railway up`;
    case 'successor-failed':
      return `was replaced by ${by}, which is ${oneLine(successor?.status ?? '', 60)}`;
    case 'removed':
      return 'was removed, and nothing has taken its place';
    default:
      return cause satisfies never;
  }
}

const doubt = ({ relation }: Judged['watched']): string =>
  relation?.kind === 'unknown' ? `is not known (${oneLine(relation.reason)})` : 'was not checked';

/** What a person should do about a service that is not green. */
export function remedyFor({ verdict, cause, obstacles = [], watched }: ReportedService): string {
  if (watched.order?.kind === 'none') return remedyForOrder(watched.order.cause);
  switch (verdict) {
    case 'deadlocked':
      return 'Railway\'s "Wait for CI" waits for this run and this run for Railway. Wait in a workflow with `on: deployment_status` instead, or turn "Wait for CI" off for the service.';
    case 'needs-approval':
      return 'Approve it on Railway, or set input "on-needs-approval" to wait. The author of the push has no Railway account linked to GitHub.';
    case 'not-found':
      return obstacles.length > 0
        ? 'Correct the service\'s source on Railway, or correct the inputs "services" and "commit".'
        : 'Nothing in its configuration explains it: check that Railway\'s GitHub App may see the repository, and whether its webhook came late (input "appear-timeout").';
    case 'timed-out':
      return 'Look at the deployment on Railway; raise input "timeout" if it only takes long.';
    case 'superseded':
      return 'A newer deployment took over: look at its own run. Input "on-superseded" decides whether that is a failure.';
    default:
      return cause === 'skipped' || cause === 'unchanged'
        ? 'Repair what the reason names and push again, or redeploy on Railway. Input "on-skipped" decides whether that is a failure.'
        : "Look at the deployment's logs on Railway, repair it and push again.";
  }
}

export const short = (commit: string): string => commit.slice(0, 7);

/** The deployment in Railway's dashboard. */
export const dashboardUrl = ({ place }: Pick<Report, 'place'>, { watched }: Judged): string =>
  deploymentUrl(place, watched.service.id, watched.pinned?.id);
