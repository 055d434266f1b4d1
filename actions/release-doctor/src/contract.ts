import {
  choice,
  defineAction,
  Flag,
  type InputsOf,
  inputType,
  List,
  type Outcome,
  Text,
} from '@release-train/action-kit';

/** `${{ toJSON(vars) }}` */
const Variables = inputType(
  'a JSON object of texts, such as the one toJSON(vars) gives',
  (text) => {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
      ? new Map<string, string>(entries)
      : undefined;
  },
);

export const contract = defineAction({
  name: 'release-doctor',
  description:
    'Reads all workflows of a repository together and says which never start, which start and skip everything, and which act in vain, with the line, the evidence and the fix.',
  inputs: {
    path: {
      type: Text,
      default: '.github/workflows',
      description: 'Folder of the workflow files; the repository around it is read, too.',
    },
    vars: {
      type: Variables,
      description:
        'The variables of the repository, as `toJSON(vars)` gives them. Without them no variable is known to be absent.',
    },
    'secret-names': {
      type: List,
      description: 'Names of the secrets of the repository; never their values.',
    },
    live: {
      type: Flag,
      default: 'false',
      description:
        'Ask GitHub, too: runs, states of workflows, settings, rules of branches, environments. Reading only.',
    },
    'github-token': {
      type: Text,
      secret: true,
      description:
        'Token that asks, where `live` is true: `github.token`, or one that may see more. What it may not see is reported as `unknown`, with the permission it lacks.',
    },
    'fail-on': {
      type: choice('error', 'warning', 'never'),
      default: 'error',
      description:
        'Severity from which on the step fails; `warning` includes what could not be told.',
    },
  },
  outputs: {
    verdict: {
      values: ['clean', 'findings', 'unknown'],
      description:
        'What the files show. `unknown`: nothing is found, but something could not be told.',
    },
    findings: {
      json: true,
      description:
        'Findings in order: rule, severity, stage, file, line, message, evidence, fix, masked-by, doc.',
    },
    errors: { description: 'Number of errors.' },
    warnings: { description: 'Number of warnings.' },
    'sarif-file': { description: 'File with the findings in SARIF 2.1.0, for code scanning.' },
  },
  permissions: {
    contents: 'read: to check the repository out',
    actions: 'read: with `live`, for runs, workflows and environments',
    deployments: 'read: with `live`, where a workflow waits for `deployment_status`',
  },
});

export type Inputs = InputsOf<typeof contract>;
export type DoctorOutcome = Outcome<typeof contract>;
