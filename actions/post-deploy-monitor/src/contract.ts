import {
  choice,
  count,
  Duration,
  defineAction,
  type InputsOf,
  Interval,
  inputType,
  Language,
  type Outcome,
  Percentage,
  Sha,
  Text,
  Url,
} from '@release-train/action-kit';
import { notifyInput } from '@release-train/notify/channel';
import { requestInputs } from '@release-train/probe';
import { actingInputs } from './acting-inputs.ts';
import { railwayInputs } from './railway-inputs.ts';
import { actionsTaken, reasons, verdicts } from './verdict.ts';

const ErrorRate = inputType(
  'a percentage above 0% and below 100%, such as 1% or 0.5%',
  (text): number | undefined => {
    const rate = Percentage.safeParse(text).data;
    return rate !== undefined && rate > 0 && rate < 1 ? rate : undefined;
  },
);

export const contract = defineAction({
  name: 'post-deploy-monitor',
  description:
    'Watches endpoints after a deploy with a new connection per probe and gives a verdict with a stated error: healthy, degraded, failed or inconclusive.',
  inputs: {
    ...requestInputs,
    ...railwayInputs,
    ...actingInputs,
    commit: {
      type: Sha,
      description:
        'The deployed commit. Empty: that of the workflow run, deployment or pull request that started this workflow, otherwise GITHUB_SHA.',
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
        '`watch` judges the commit of the event. `reconcile`, for a schedule, finds what serves on Railway and judges it where no run has: a trigger that never fired is caught up.',
    },
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      optional: true,
      secret: true,
      description:
        'Token that records the verdict as commit status `release-train/monitor`. Empty: nothing is recorded.',
    },
    language: {
      type: Language,
      default: 'en',
      description:
        'Language of what people read: summary, comment, notifications, revert pull request. Logs and outputs stay English.',
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
    notify: notifyInput,
    'notify-on': {
      type: choice('transitions', 'always'),
      default: 'transitions',
      description:
        'When to tell: a release that failed, got worse or recovered, and what was done; or every verdict.',
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
    'revert-pr-url': {
      description:
        'Page of the pull request that takes the release back, whatever else was done; empty without one.',
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
      'write, only with `on-failure: rollback` or `revert-pr`: a git ref is the claim that makes a rollback happen once; the revert has a branch',
    'pull-requests':
      'write: keeps one comment with the verdict on the release pull request; opens one with `on-failure: revert-pr`',
    statuses:
      'write: the verdict is recorded as commit status `release-train/monitor`, so that each deployment is judged once',
  },
});

export type Inputs = InputsOf<typeof contract>;
export type MonitorOutcome = Outcome<typeof contract>;
