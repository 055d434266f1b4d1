import {
  Branch,
  count,
  defineAction,
  Flag,
  type InputsOf,
  inputType,
  Language,
  type OutputsOf,
  Sha,
  splitList,
  Text,
} from '@release-train/action-kit';
import { EvidenceMap } from '@release-train/action-kit/evidence';
import { railwayInputs } from '@release-train/railway/inputs';
import { type StageKey, stageKeys } from './stage.ts';

const StageList = inputType(
  `a list of ${stageKeys.join(', ')}`,
  (text): readonly StageKey[] | undefined => {
    const asked = splitList(text);
    const keys = asked.map((item) => stageKeys.find((key) => key === item));
    return keys.every((key) => key !== undefined) ? [...new Set(keys)] : undefined;
  },
);

export const contract = defineAction({
  name: 'release-report',
  description:
    'Tells afterwards what a release was: every stage with its state, time and link, how long it took, what shipped, whether it is what was tested, and whether it held.',
  inputs: {
    'pull-request': {
      type: count(1),
      description: 'Number of the pull request to report on; merged or not.',
    },
    commit: {
      type: Sha,
      description:
        'Or the commit that it became. With neither: the pull request or the commit of the event that started this workflow.',
    },
    environment: {
      type: Text,
      default: 'production',
      description:
        'Environment it was deployed to: name or id on Railway, and in the names of GitHub deployments.',
    },
    head: {
      type: Branch,
      default: 'staging',
      description:
        'Branch that releases come from. A pull request into it is reported as a feature on its way, without the proof on staging and the sync back.',
    },
    expect: {
      type: StageList,
      description: `Stages that must have happened; a silent one is shown as missing. ${stageKeys.join(', ')}. Empty: staging, checks, approval, merge, deploy and monitor; into \`head\`, checks, merge and deploy.`,
    },
    'railway-token': {
      type: Text,
      secret: true,
      description:
        'Railway token; a project token of the environment is enough. With it the deploy is told service by service, with its phases; without, by what GitHub was told.',
    },
    'token-type': railwayInputs['token-type'],
    project: { ...railwayInputs.project, needs: 'railway-token' },
    services: {
      ...railwayInputs.services,
      needs: 'railway-token',
      description:
        'Names or ids of the services. Empty: every service that deploys this repository and branch.',
    },
    'api-url': { ...railwayInputs['api-url'], needs: 'railway-token' },
    evidence: {
      type: EvidenceMap,
      unquoted: true,
      description:
        'What earlier steps found out, for stages that leave no record, such as a health check. Of toJSON(steps) or toJSON(needs), only verdicts and links are read.',
    },
    comment: {
      type: Flag,
      default: 'true',
      description:
        'Keep the report as one comment on the pull request, one for each environment, written again only where it differs.',
    },
    language: {
      type: Language,
      default: 'en',
      description: 'Language of the report. Logs stay English.',
    },
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      secret: true,
      description: 'Token that reads what there is and writes the comment.',
    },
    'dry-run': {
      type: Flag,
      default: 'false',
      description: 'Write no comment; say what would be written.',
    },
  },
  outputs: {
    verdict: {
      values: ['complete', 'incomplete'],
      description:
        'Whether everything expected is known to have happened; how it ended stands in the report.',
    },
    report: {
      json: true,
      description:
        'Verdict, stages (state, start, end, duration, link, items), totals, what shipped, tested, unknown.',
    },
    markdown: { description: 'The report as Markdown.' },
    'total-ms': {
      description:
        'From the opening of the pull request to the last service live, in milliseconds; empty where that is not known.',
    },
    'lead-time-ms': {
      description:
        'From the author date of the oldest commit to the last service live, in milliseconds; empty where that is not known.',
    },
    'comment-url': { description: 'Address of the comment; empty where there is none.' },
  },
  permissions: {
    'pull-requests': 'write: to read the pull request and its reviews, and to comment',
    checks: 'read: the checks',
    statuses: "read: the statuses, the monitor's verdict among them",
    deployments: 'read: what GitHub was told of deployments',
    contents: 'read: to compare what was tested with what was released, and what shipped',
  },
});

export type Inputs = InputsOf<typeof contract>;
export type Outputs = OutputsOf<typeof contract>;
