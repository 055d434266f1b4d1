import {
  choice,
  count,
  Duration,
  defineAction,
  Flag,
  type InputsOf,
  Interval,
  inputType,
  List,
  type Outcome,
  Percentage,
  Sha,
  splitList,
  Text,
  Url,
} from '@release-train/action-kit';
import { requestInputs } from '@release-train/probe';
import { actionsTaken, reasons, verdicts } from './verdict.ts';

const ErrorRate = inputType(
  'a percentage above 0% and below 100%, such as 1% or 0.5%',
  (text): number | undefined => {
    const rate = Percentage.safeParse(text).data;
    return rate !== undefined && rate > 0 && rate < 1 ? rate : undefined;
  },
);

const Pattern = inputType(
  'a regular expression, such as ERROR|panic',
  (text): RegExp => new RegExp(text),
);

const OnFailure = inputType(
  'a list of observe, rollback',
  (text): ('observe' | 'rollback')[] | undefined => {
    const items = splitList(text);
    if (items.includes('revert-pr')) throw new Error('"revert-pr" is not supported yet');
    const known = items.filter((item) => item === 'observe' || item === 'rollback');
    return known.length === items.length && known.length > 0 ? known : undefined;
  },
);

export const contract = defineAction({
  name: 'post-deploy-monitor',
  description:
    'Watches endpoints after a deploy with a new connection per probe and gives a verdict with a stated error: healthy, degraded, failed or inconclusive.',
  inputs: {
    ...requestInputs,
    commit: {
      type: Sha,
      description:
        'The deployed commit. Empty: that of the workflow run, deployment or pull request that started this workflow, otherwise GITHUB_SHA.',
    },
    'railway-token': {
      type: Text,
      secret: true,
      description:
        'Railway token; a project token is enough. With it the step waits by itself until the commit is live on every service, proves by Railway what serves, and counts a crashed service as broken.',
    },
    'token-type': {
      type: choice('auto', 'project', 'account'),
      default: 'auto',
      description: 'Type of the token; auto finds out. account also means a workspace token.',
    },
    project: {
      type: Text,
      needs: 'railway-token',
      description: 'Name or id of the Railway project. Not needed with a project token.',
    },
    environment: {
      type: Text,
      needs: 'railway-token',
      description: 'Name or id of the Railway environment. Not needed with a project token.',
    },
    services: {
      type: List,
      needs: 'railway-token',
      description:
        'Names or ids of the services that make up the release. Empty: every service that deploys this repository and branch.',
    },
    'deploy-timeout': {
      type: Duration,
      default: '20m',
      description:
        'How long the commit may take to be live on Railway, or with `expect-revision` to answer; the grace starts then.',
    },
    'api-url': {
      type: Url,
      needs: 'railway-token',
      description:
        'Address of the Railway API. Empty: the variable RAILWAY_API_URL, else https://backboard.railway.com/graphql/v2.',
    },
    window: {
      type: Duration,
      default: '10m',
      description: 'How long to watch, the grace not included.',
    },
    interval: {
      type: Interval,
      default: '1s',
      description:
        'From the start of one probe to the start of the next; a stuck probe delays nothing.',
    },
    grace: {
      type: Duration,
      default: '30s',
      description: 'Time for the cut-over before the window: probed and reported, but not judged.',
    },
    block: {
      type: Duration,
      default: '10s',
      description: 'Probes are judged in blocks of this length, so that one blip is one event.',
    },
    'max-error-rate': {
      type: ErrorRate,
      default: '1%',
      description: 'Share of bad probes from which on the release is `degraded`.',
    },
    'rollback-error-rate': {
      type: ErrorRate,
      default: '5%',
      description:
        'Share of bad probes from which on the release is `failed`; never below `max-error-rate`.',
    },
    'max-latency-p95': {
      type: Duration,
      description:
        'Latency that 95 % of the probes must keep; timeouts count as slower. A breach is `degraded`.',
    },
    'warm-up': {
      type: count(0, 100),
      default: '3',
      description: 'Uncounted probes of each endpoint before the grace, one after another.',
    },
    'control-url': {
      type: Url,
      description:
        'A known-good URL probed alongside. Where it fails too, the block is not held against the release.',
    },
    mode: {
      type: choice('watch', 'reconcile'),
      default: 'watch',
      description:
        'watch judges the commit of the event. reconcile, for a schedule, finds what serves on Railway and judges it where no run has: a trigger that never fired is caught up.',
    },
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      optional: true,
      secret: true,
      description:
        'Token that records the verdict as commit status `release-train/monitor`. Empty: nothing is recorded.',
    },
    'on-failure': {
      type: OnFailure,
      default: 'observe',
      description:
        'What to do about a `failed` release. rollback: bring back the last good deployment of every service on Railway, at most once.',
    },
    'guard-paths': {
      type: List,
      description:
        'Globs such as db/migrations/**. A release that changed one of these since what would be brought back is never rolled back.',
    },
    'require-known-good': {
      type: Flag,
      default: 'true',
      description: 'Roll back only to a commit that was on record as healthy here.',
    },
    cooldown: {
      type: Duration,
      default: '60m',
      description: 'After a rollback in the environment, how long no other release is rolled back.',
    },
    'dry-run': {
      type: Flag,
      default: 'false',
      description: 'Say what would be done about a failed release, and do not do it.',
    },
    'on-inconclusive': {
      type: choice('warn', 'fail', 'ignore'),
      default: 'warn',
      description: 'What an `inconclusive` verdict does to the step.',
    },
    'fail-on': {
      type: choice('failed', 'degraded', 'never'),
      default: 'failed',
      description: 'Verdict from which on the step fails; `degraded` includes `failed`.',
    },
    'log-error-pattern': {
      type: Pattern,
      needs: 'railway-token',
      description:
        'Lines of the services that count against the release, compared with the deployment before; at most `degraded`.',
    },
    'log-ignore-pattern': {
      type: Pattern,
      needs: 'log-error-pattern',
      description: 'Lines that do not, although `log-error-pattern` matches them.',
    },
    'report-dir': {
      type: Text,
      description:
        'Folder for the report as a file, `post-deploy-monitor.json`, and with `railway-token` the log of each service since this deployment.',
    },
  },
  outputs: {
    verdict: {
      values: verdicts,
      description: 'What was proven. No data is never healthy.',
    },
    reason: { values: reasons, description: 'Why, as a code.' },
    'action-taken': {
      values: actionsTaken,
      description: 'What was done about it. Only `rolled-back` is proven, for every service.',
    },
    rollback: {
      json: true,
      description:
        'Per service: the deployment it came from, the commit and deployment it went to, whether that is verified, and the words.',
    },
    probes: { description: 'Probes of the window, all endpoints together.' },
    'bad-probes': { description: 'Probes held against the release.' },
    evidence: {
      description:
        'Largest evidence of an endpoint against `max-error-rate`; 1 means none. Degraded from 100 on, times the number of endpoints, times 2 with `max-latency-p95`.',
    },
    'p95-ms': {
      description: '95th percentile of the latency, slowest endpoint, in milliseconds.',
    },
    report: {
      json: true,
      description: 'Limits and the block table, from which the verdict can be recomputed.',
    },
  },
  permissions: {
    contents:
      'write, only with `on-failure: rollback`: a git ref is the claim that makes it happen once',
    statuses:
      'write: the verdict is recorded as commit status `release-train/monitor`, so that each deployment is judged once',
  },
});

export type Inputs = InputsOf<typeof contract>;
export type MonitorOutcome = Outcome<typeof contract>;
