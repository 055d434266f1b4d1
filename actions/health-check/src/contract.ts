import {
  choice,
  count,
  Duration,
  defineAction,
  type InputsOf,
  Interval,
  List,
  type Outcome,
} from '@release-train/action-kit';
import { requestInputs, StatusRanges } from '@release-train/probe';

export const contract = defineAction({
  name: 'health-check',
  description:
    'Waits until endpoints answer as expected, several times in a row, each time over a new connection, and proves which revision answers.',
  inputs: {
    ...requestInputs,
    timeout: {
      type: Duration,
      default: '5m',
      description: 'How long to wait for the endpoints to become healthy.',
    },
    interval: {
      type: Interval,
      default: '1s',
      description:
        'From the start of one probe to the start of the next; a stuck probe delays nothing.',
    },
    'consecutive-successes': {
      type: count(1, 1000),
      default: '3',
      description: 'Good probes in a row, each over its own connection.',
    },
    'stable-for': {
      type: Duration,
      default: '10s',
      description: 'Least time between the first and the last of these good probes.',
    },
    'degraded-latency': {
      type: Duration,
      description:
        'With a row of good probes whose median is slower, the verdict is `degraded`, not `healthy`.',
    },
    'max-latency': {
      type: Duration,
      description: 'A slower answer counts as a failure.',
    },
    'fail-fast': {
      type: StatusRanges,
      description:
        'Status codes that waiting does not heal, such as 401, 403: a critical endpoint that answers one ends the check.',
    },
    'non-critical': {
      type: List,
      description:
        'Names of endpoints whose failure makes the verdict `degraded`, not `unhealthy`.',
    },
    concurrency: {
      type: count(1, 100),
      default: '10',
      description:
        'Endpoints with a probe on its way at once; the others wait their turn. A probe that hangs keeps its place no longer than its own limit.',
    },
    'fail-on': {
      type: choice('unhealthy', 'degraded', 'never'),
      default: 'unhealthy',
      description: 'Verdict from which on the step fails; `degraded` includes `unhealthy`.',
    },
  },
  outputs: {
    verdict: {
      values: ['healthy', 'degraded', 'unhealthy', 'inconclusive'],
      description: 'What the probes prove.',
    },
    attempts: { description: 'Probes sent, all endpoints together.' },
    'duration-ms': { description: 'Time from the first probe to the verdict.' },
    'p50-ms': { description: 'Median time of the good answers, in milliseconds.' },
    'p95-ms': { description: '95th percentile of the same.' },
    revision: { description: 'The revision that answered last, where one was asked for.' },
    'revision-proven': {
      values: ['true', 'false', 'not-asked'],
      description: 'Whether every good probe came from the expected revision.',
    },
    results: {
      json: true,
      description:
        'Story of each endpoint: probes, times by phase, addresses, revisions counted, the last failure with kind and side.',
    },
  },
  permissions: {},
});

export type Inputs = InputsOf<typeof contract>;
export type CheckOutcome = Outcome<typeof contract>;
