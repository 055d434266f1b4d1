import {
  Branch,
  choice,
  defineAction,
  Flag,
  type InputsOf,
  List,
  type OutputsOf,
  Text,
} from '@release-train/action-kit';

export const contract = defineAction({
  name: 'create-release-pr',
  description:
    'Opens or updates one standing pull request from the staging branch to the production branch, and says what it will bring.',
  inputs: {
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      secret: true,
      description:
        'Token that opens the pull request. With the default one, workflows of the pull request wait for an approval; a token of a GitHub App starts them.',
    },
    head: { type: Branch, default: 'staging', description: 'Branch to release.' },
    base: { type: Branch, default: 'main', description: 'Branch to release to.' },
    title: {
      type: Text,
      default: 'Release {head} to {base}',
      description: 'Title; `{head}` and `{base}` are replaced. A title changed by hand is kept.',
    },
    notes: {
      type: Text,
      description: 'Markdown shown above the list of changes.',
    },
    labels: { type: List, description: 'Labels to add. Others are left alone.' },
    reviewers: { type: List, description: 'People whose review to ask for.' },
    'team-reviewers': {
      type: List,
      description: 'Teams whose review to ask for; needs a token that may read the organization.',
    },
    assignees: { type: List, description: 'People to assign.' },
    draft: {
      type: choice('auto', 'true', 'false'),
      default: 'auto',
      description:
        'Open as a draft: `auto` only while the branches conflict, `true` always (people mark it ready), `false` never.',
    },
    'fail-on-conflict': {
      type: Flag,
      default: 'true',
      description: 'Fail the step when the branches conflict. Outputs are set either way.',
    },
    'dry-run': {
      type: Flag,
      default: 'false',
      description: 'Write nothing; say what would be done.',
    },
  },
  outputs: {
    verdict: {
      values: ['created', 'updated', 'unchanged', 'nothing-to-release', 'conflicted'],
      description: 'What became of the pull request; in a dry run, what would have.',
    },
    'pr-number': { description: 'Number of the pull request; empty where there is none.' },
    'pr-url': { description: 'Address of the pull request.' },
    'head-branch': { description: "The pull request's branch." },
    'head-sha': { description: 'Tip of that branch.' },
    'base-sha': { description: 'Tip of `base` the release was compared with.' },
    'source-sha': { description: 'Commit of `head` that is being released.' },
    strategy: {
      values: ['none', 'direct'],
      description: 'How the release reaches `base`: `direct` is a pull request from `head` itself.',
    },
    'strategy-reason': { description: 'Why.' },
    mergeable: {
      values: ['true', 'false', 'unknown'],
      description: "GitHub's own answer to whether the pull request can be merged.",
    },
    'conflict-files': { json: true, description: 'Paths that conflict.' },
    commits: {
      json: true,
      description:
        'Unreleased commits of `head`, newest first, at most 1,000: sha, subject, author, pull request.',
    },
    'pull-requests': {
      json: true,
      description: 'Pull requests these commits came by: number, title, author, url.',
    },
    'commit-count': { description: 'Number of unreleased commits.' },
    'file-count': { description: 'Number of files the release changes in `base`.' },
  },
  permissions: {
    contents: 'read: to compare the branches',
    'pull-requests': 'write: to open and update the pull request',
  },
});

export type Inputs = InputsOf<typeof contract>;
export type Outputs = OutputsOf<typeof contract>;
