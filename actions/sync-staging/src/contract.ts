import {
  Branch,
  choice,
  count,
  defineAction,
  Flag,
  type InputsOf,
  inputType,
  Language,
  List,
  type OutputsOf,
  Text,
} from '@release-train/action-kit';
import { notifyInput } from '@release-train/notify';

const SyncBranch = inputType(
  'a branch name that begins with sync/, such as sync/{head}-to-{base}',
  (text) => (/^sync\/[^\s~^:?*[\\]+$/.test(text) ? text : undefined),
);

export const contract = defineAction({
  name: 'sync-staging',
  description:
    'Brings what the production branch has and the staging branch lacks to staging, through a pull request from a branch of its own.',
  inputs: {
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      secret: true,
      description:
        'Token that pushes the sync branch and opens the pull request. Changed workflow files need a token of a GitHub App with the permission `workflows`.',
    },
    head: { type: Branch, default: 'main', description: 'Branch to bring changes from.' },
    base: { type: Branch, default: 'staging', description: 'Branch to bring them to.' },
    'sync-branch': {
      type: SyncBranch,
      default: 'sync/{head}-to-{base}',
      description: "The action's own branch; `{head}` and `{base}` are replaced.",
    },
    method: {
      type: choice('auto', 'merge', 'linear'),
      default: 'auto',
      description:
        '`merge`: a merge commit. `linear`: one commit on top of `base` with the same content. `auto`: `linear` where the rules of `base` leave no merge commit.',
    },
    labels: { type: List, description: 'Labels to add. Others are left alone.' },
    reviewers: { type: List, description: 'People whose review to ask for.' },
    'auto-merge': {
      type: choice('off', 'squash', 'merge', 'rebase'),
      default: 'off',
      description:
        'Have GitHub merge the pull request by this method once everything the rules require is there. `merge` alone brings the history along.',
    },
    'max-drift-files': {
      type: count(0),
      description: 'Warn when the sync would change more files than this.',
    },
    'fail-on-conflict': {
      type: Flag,
      default: 'false',
      description: 'Fail the step when the branches conflict. Outputs are set either way.',
    },
    language: {
      type: Language,
      default: 'en',
      description: 'Language of the pull request, the job summary and notifications.',
    },
    notify: notifyInput,
    'dry-run': {
      type: Flag,
      default: 'false',
      description: 'Write nothing; say what would be done.',
    },
  },
  outputs: {
    verdict: {
      values: ['in-sync', 'created', 'updated', 'unchanged', 'closed', 'conflicted'],
      description: 'What became of the pull request; in a dry run, what would have.',
    },
    'pr-number': { description: 'Number of the pull request; empty where there is none.' },
    'pr-url': { description: 'Address of the pull request.' },
    'ahead-by': { description: 'Commits of `head` that `base` lacks.' },
    'behind-by': { description: 'Commits of `base` that `head` lacks.' },
    'drift-files': { description: 'Number of files the sync changes in `base`.' },
    hotfixes: {
      json: true,
      description:
        'Commits of `head` with a change that `base` has not got, newest first, at most 1,000: sha, subject, author.',
    },
    'conflict-files': { json: true, description: 'Paths that conflict.' },
    method: {
      values: ['none', 'merge', 'linear'],
      description: 'The method used; `none` where there was nothing to bring.',
    },
  },
  permissions: {
    contents: 'write: to push the sync branch',
    'pull-requests': 'write: to open and update the pull request',
  },
});

export type Inputs = InputsOf<typeof contract>;
export type Outputs = OutputsOf<typeof contract>;
