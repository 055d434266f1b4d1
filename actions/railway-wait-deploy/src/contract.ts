import {
  choice,
  count,
  Duration,
  defineAction,
  Flag,
  type InputsOf,
  inputType,
  type OutputsOf,
  Sha,
  Text,
} from '@release-train/action-kit';
import { railwayInputs } from '@release-train/railway/inputs';

export const verdicts = [
  'success',
  'skipped',
  'superseded',
  'failed',
  'crashed',
  'needs-approval',
  'not-found',
  'timed-out',
  'deadlocked',
] as const;

export type Verdict = (typeof verdicts)[number];

const atLeastEight = count(8);

export const contract = defineAction({
  name: 'railway-wait-deploy',
  description:
    'Waits until this commit is live on Railway, for every service that deploys it, and says why if it is not.',
  inputs: {
    'railway-token': {
      type: Text,
      description:
        'Railway token. A project token (project settings, Tokens) is enough and sees one environment only.',
      required: true,
      secret: true,
    },
    'token-type': railwayInputs['token-type'],
    project: railwayInputs.project,
    environment: {
      type: Text,
      description: 'Name or id of the environment. Not needed with a project token.',
    },
    services: {
      ...railwayInputs.services,
      description:
        'Names or ids of the services to wait for. Empty: every service that deploys this repository and branch.',
    },
    commit: {
      type: Sha,
      description:
        'Commit to wait for. Empty: the head commit of the pull request, workflow run or deployment that started this workflow, otherwise GITHUB_SHA.',
    },
    mode: {
      type: choice('wait', 'deploy'),
      description:
        'What to wait for. wait: what a push deploys. deploy: the commit ordered on Railway by this step, past watch paths and "Wait for CI", where it is neither live nor on its way.',
      default: 'wait',
    },
    'allow-older': {
      type: Flag,
      description:
        'With mode deploy: deploy also a commit that does not contain what serves, or of which that is not known.',
      default: 'false',
    },
    'appear-timeout': {
      type: Duration,
      description: 'How long Railway may take to make a deployment of the commit.',
      default: '5m',
    },
    timeout: {
      type: Duration,
      description: 'How long to wait in all.',
      default: '20m',
    },
    'on-skipped': {
      type: choice('by-reason', 'success', 'fail'),
      description:
        'What a deployment means that Railway skipped. by-reason: unchanged watch paths are fine, anything else (a failed CI check suite) is a failure.',
      default: 'by-reason',
    },
    'on-superseded': {
      type: choice('follow', 'success', 'fail'),
      description:
        'What it means that a newer deployment replaced this one. follow: wait for the newer one and take its end, unless its commit does not contain this one, which GitHub tells with "github-token"; without, unless it had been deployed before.',
      default: 'follow',
    },
    'on-needs-approval': {
      type: choice('fail', 'wait'),
      description: 'Whether to wait for a person to approve the deployment on Railway.',
      default: 'fail',
    },
    'cancel-on-abort': {
      type: Flag,
      description:
        'When the job is cancelled: also cancel on Railway the deployments of the commit that are still on their way.',
      default: 'false',
    },
    require: {
      type: choice('all', 'any'),
      description: 'Whether all services must have the commit live, or one is enough.',
      default: 'all',
    },
    settle: {
      type: inputType('auto or a duration such as 30s', (text) =>
        text === 'auto' ? 'auto' : durationOf(text),
      ),
      description:
        'How long a deployment must stay up to count. auto: 30s where the service has no health check on Railway, where SUCCESS only means that the container started, otherwise 0s.',
      default: 'auto',
    },
    'max-requests': {
      type: inputType('auto or a whole number of at least 8', (text) => {
        const result = atLeastEight.safeParse(text);
        return text === 'auto' ? 'auto' : result.data;
      }),
      description:
        'Most requests sent to Railway in a run; the pauses stretch so that they last until the timeout. auto: as many as the rate limit still allows.',
      default: 'auto',
    },
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      optional: true,
      secret: true,
      description:
        'Token to compare commits on GitHub: whether a newer commit contains this one, and whether mode deploy would go back. Asked only then.',
    },
    'api-url': railwayInputs['api-url'],
  },
  outputs: {
    verdict: {
      description: 'What became of the commit on Railway; empty where the run could not begin.',
      values: verdicts,
    },
    url: { description: 'First public address of the services.' },
    commit: { description: 'Commit waited for.' },
    'live-commit': {
      description:
        'Commit that serves now; empty where services differ or Railway does not know it.',
    },
    'duration-ms': { description: 'How long this step waited, in milliseconds.' },
    requests: { description: 'Requests sent to Railway.' },
    deployments: {
      description:
        'JSON, per service: id, status, verdict, reason, url, commit, live-id, live-commit, rollback-candidate.',
      json: true,
    },
  },
  permissions: { contents: 'read: to compare commits; without it that is not known' },
});

function durationOf(text: string): number | undefined {
  return Duration.safeParse(text).data;
}

export type Inputs = InputsOf<typeof contract>;
export type Outputs = OutputsOf<typeof contract>;
