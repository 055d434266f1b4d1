import {
  Branch,
  choice,
  defineAction,
  Flag,
  type InputsOf,
  inputType,
  Language,
  List,
  type OutputsOf,
  Sha,
  Text,
} from '@release-train/action-kit';
import { EvidenceMap } from '@release-train/action-kit/evidence';
import { notifyInput } from '@release-train/notify';
import { Items } from './checklist.ts';
import { Picks } from './picks.ts';
import { RepositoryPath } from './repository-path.ts';

const ReleaseBranch = inputType(
  'a branch name that begins with release/, such as release/{head}-to-{base}',
  (text) => (/^release\/[^\s~^:?*[\\]+$/.test(text) ? text : undefined),
);

export const contract = defineAction({
  name: 'create-release-pr',
  description:
    'Opens or updates one standing pull request that brings the staging branch to the production branch, clean also where releases are squashed, and says what is new in it.',
  inputs: {
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      secret: true,
      description:
        'Token that pushes the release branch and opens the pull request. With the default one, workflows of the pull request wait for an approval; a token of a GitHub App starts them.',
    },
    head: { type: Branch, default: 'staging', description: 'Branch to release.' },
    base: { type: Branch, default: 'main', description: 'Branch to release to.' },
    'source-sha': {
      type: Sha,
      description:
        'Release exactly this commit of `head`, the one that was tested, while `head` moves on. Empty: its tip.',
    },
    strategy: {
      type: choice('auto', 'direct', 'merge', 'cherry-pick'),
      default: 'auto',
      description:
        '`direct`: a pull request from `head` itself. `merge`: one from a branch of its own, with the merge over what the branches last agreed on. `cherry-pick`: some commits alone, on a branch of its own. `auto`: `cherry-pick` where `pick`, `pick-label` or `hold-label` leave something out, else `direct` only where that says the same as `merge`.',
    },
    pick: {
      type: Picks,
      description:
        'Release these alone: merged pull requests (`"#12"`, quoted, or `12`) and commits of any branch (7 digits or more; all 40 where it is neither on `head` nor on `base`).',
    },
    'pick-label': {
      type: List,
      description:
        'Release only what came by pull requests with one of these labels, besides `pick`.',
    },
    'hold-label': {
      type: List,
      description: 'Leave out what came by pull requests with one of these labels.',
    },
    'release-branch': {
      type: ReleaseBranch,
      default: 'release/{head}-to-{base}',
      description:
        "The action's own branch; `{head}` and `{base}` are replaced. With `pick`, the default ends in `-picked`: the standing release has its own.",
    },
    title: {
      type: Text,
      default: 'Release {head} to {base}',
      description: 'Title; `{head}` and `{base}` are replaced. A title changed by hand is kept.',
    },
    notes: {
      type: Text,
      description: 'Markdown shown above the list of changes.',
    },
    template: {
      type: RepositoryPath,
      description:
        "A Markdown file that a new pull request starts from, read at the released commit. `{release}` is where this action's block goes (else at the end); `{head}` and `{base}` are replaced.",
    },
    checklist: {
      type: Items,
      description:
        'Items for people to tick, one per line; Markdown. A tick stays, and so do items people add to the list.',
    },
    evidence: {
      type: EvidenceMap,
      unquoted: true,
      description:
        'What earlier steps found out, as items of the checklist, linked, and ticked where it is good. Of toJSON(steps) or toJSON(needs), only verdicts and links are read.',
    },
    language: {
      type: Language,
      default: 'en',
      description: 'Language of the pull request, the job summary and notifications.',
    },
    notify: notifyInput,
    labels: { type: List, description: 'Labels to add. Others are left alone.' },
    reviewers: {
      type: List,
      description:
        'People whose review to ask for; `{authors}` are those of the pull requests it brings.',
    },
    'team-reviewers': {
      type: List,
      description: 'Teams whose review to ask for; needs a token that may read the organization.',
    },
    assignees: { type: List, description: 'People to assign; `{authors}` as above.' },
    draft: {
      type: choice('auto', 'true', 'false'),
      default: 'auto',
      description:
        'Open as a draft: `auto` only while the branches conflict, `true` always (people mark it ready), `false` never.',
    },
    'auto-merge': {
      type: choice('off', 'squash', 'merge', 'rebase'),
      default: 'off',
      description:
        'Let GitHub merge the pull request by this method once every required review and check is there. `off`: a person merges, and what this action switched on is switched off.',
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
    'base-sha': { description: 'Commit of `base` that the release was built on.' },
    'source-sha': {
      description:
        'Commit of `head` that is being released; of a partial release, the newest of them.',
    },
    strategy: {
      values: ['none', 'direct', 'merge', 'cherry-pick'],
      description: 'How the release reaches `base`, see the input; `none` where there is none.',
    },
    'strategy-reason': { description: 'Why.' },
    divergence: {
      values: ['none', 'hotfix', 'squash', 'both'],
      description:
        'How the branches have parted: `squash`, releases or syncs that git does not know of; `hotfix`, commits of `base` that `head` lacks.',
    },
    mergeable: {
      values: ['true', 'false', 'unknown'],
      description: "GitHub's own answer to whether the pull request can be merged.",
    },
    'auto-merge': {
      values: ['off', 'armed', 'merged', 'queued', 'waiting', 'withdrawn', 'refused'],
      description:
        'What became of auto-merge: `withdrawn`, somebody switched it off on the pull request; `waiting`, a draft, a conflict, or a check that has not passed.',
    },
    'conflict-files': { json: true, description: 'Paths that conflict.' },
    commits: {
      json: true,
      description:
        'Unreleased commits of `head`, newest first, at most 1,000: sha, subject, author, pull request. Of a partial release, those it brings.',
    },
    'held-back': {
      json: true,
      description:
        'Unreleased commits of `head` that a partial release leaves out, newest first, at most 200: sha, subject, pull request, reason (`hold-label`, `not-picked`, `conflict`).',
    },
    'pull-requests': {
      json: true,
      description: 'Pull requests these commits came by: number, title, author, url.',
    },
    drift: {
      json: true,
      description:
        'Files in which the release differs from the commit of `head`, at most 200: path, reason (`hotfix`, `kept-revert`, `merged`, `held-back`).',
    },
    'commit-count': { description: 'Number of commits that the release brings.' },
    'file-count': { description: 'Number of files the release changes in `base`.' },
  },
  permissions: {
    contents: 'write: to push the release branch; `read` is enough for `strategy: direct`',
    'pull-requests': 'write: to open and update the pull request',
  },
});

export type Inputs = InputsOf<typeof contract>;
export type Outputs = OutputsOf<typeof contract>;
