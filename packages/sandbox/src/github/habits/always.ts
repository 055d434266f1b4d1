/** Habits without a switch, for the same table. */
import type { Habit } from '../../habits/choose.ts';

const DOCS = 'https://docs.github.com/en';
const EVENTS = `${DOCS}/actions/reference/workflows-and-actions/events-that-trigger-workflows`;
const RUN_TOKEN = `${DOCS}/actions/concepts/security/github_token`;
const PULLS = 'github/pull-requests.adapter.test.ts';
const REST = 'github/rest.adapter.test.ts';
const RUNS = 'runner/events.adapter.test.ts';
const MORE = 'github/pull-routes.adapter.test.ts';

export const ALWAYS: readonly Habit[] = [
  {
    does: 'every answer has the fields of the published description, every accepted request too',
    source: 'https://github.com/github/rest-api-description',
    test: [
      'github/description.adapter.test.ts',
      'does not close over an exchange that GitHub does not describe',
    ],
  },
  {
    does: '422 `No commits between main and staging`, `A pull request already exists for acme:staging.`',
    source: `${DOCS}/rest/pulls/pulls#create-a-pull-request`,
    test: [PULLS, 'refuses %s in the words of GitHub'],
  },
  {
    does: '422 `body is too long (maximum is 65536 characters)`',
    source: 'https://github.com/orgs/community/discussions/27190',
    test: [PULLS, 'refuses a body of more than 65536 characters'],
  },
  {
    does: 'a `head` without its owner does not filter; pages come with `Link`',
    source: `${DOCS}/rest/pulls/pulls#list-pull-requests`,
    test: [PULLS, 'filters by head with owner, base and state; pages by Link'],
  },
  {
    does: 'classic protection is told to administrators only, and not as rules',
    source: 'https://github.com/vndee/llm-sandbox/pull/182',
    test: [REST, 'shows protection to admins only, and not as rules'],
  },
  {
    does: 'who may not write may comment and review: it counts for nothing, and pull requests take a fork',
    source: 'https://github.com/CopilotC-Nvim/CopilotChat.nvim/issues/369',
    test: [
      'github/collaborators.adapter.test.ts',
      'an outsider may review, and it counts neither for nor against',
    ],
  },
  {
    does: '`author_association` tells how an author stands to the repository by now',
    source: `${DOCS}/graphql/reference/enums#commentauthorassociation`,
    test: [
      'github/collaborators.adapter.test.ts',
      'tells how an author stands to the repository by now',
    ],
  },
  {
    does: '`POST merges`: 201, 204 when already there, 404 for no branch, 409 on conflict',
    source: `${DOCS}/rest/branches/branches#merge-a-branch`,
    test: [
      REST,
      'merges branches: 201, 204 when already there, 409 on conflict, 404 for no branch',
    ],
  },
  {
    does: 'a merge of another head than the caller saw is refused: 409',
    source: `${DOCS}/rest/pulls/pulls#merge-a-pull-request`,
    test: ['github/merge.adapter.test.ts', 'refuse a head that moved and a conflict'],
  },
  {
    does: '`update-branch` writes a merge of the base into the head: 202, 422',
    source: `${DOCS}/rest/pulls/pulls#update-a-pull-request-branch`,
    test: [MORE, 'merges the base into the head, and says why it does not'],
  },
  {
    does: '`updateRefs` moves several refs or none, each only from where it was seen',
    source: `${DOCS}/graphql/reference/mutations#updaterefs`,
    test: [
      'github/update-refs.adapter.test.ts',
      'moves all or none, and only from where the caller has seen them',
    ],
  },
  {
    does: 'auto-merge cannot be armed on a clean pull request or an unguarded branch',
    source: `${DOCS}/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/automatically-merging-a-pull-request`,
    test: [
      'github/merge.adapter.test.ts',
      'cannot be armed without rules, nor when nothing is missing',
    ],
  },
  {
    does: '`workflow_run` fires by the name of the workflow, on the default branch',
    source: `${EVENTS}#workflow_run`,
    test: [RUNS, 'fires by the name of the workflow, with the default branch as its ref'],
  },
  {
    does: 'the names that `workflow_run` lists are globs',
    source: 'https://github.com/actions/runner/issues/854',
    test: [RUNS, 'takes the names for globs'],
  },
  {
    does: '`workflow_run` uses the copy of the default branch only',
    source: 'https://github.com/github/docs/issues/799',
    test: [RUNS, 'uses the copy of the default branch only'],
  },
  {
    does: 'a file that does not parse leaves a failed run under its path, not its name',
    source: 'https://github.com/NateBJones-Projects/OB1/issues/308',
    test: [RUNS, 'of a file that does not parse leaves a failed run under its path'],
  },
  {
    does: 'a dispatch starts a run even with a GITHUB_TOKEN',
    source: RUN_TOKEN,
    test: [RUNS, 'starts the named workflow only, with inputs, even from a GITHUB_TOKEN'],
  },
  {
    does: 'chains of `workflow_run` are cut after three levels',
    source: `${EVENTS}#workflow_run`,
    test: [RUNS, 'chains are cut after three levels'],
  },
  {
    does: 'a pull request in conflict runs no `pull_request` workflow',
    source: `${EVENTS}#pull_request`,
    test: [RUNS, 'in conflict runs nothing'],
  },
  {
    does: 'a pull request opened with a GITHUB_TOKEN waits for approval',
    source: 'https://github.com/github/docs/pull/44419',
    test: [RUNS, 'opened with a GITHUB_TOKEN waits until somebody approves'],
  },
  {
    does: '`[skip ci]` in the pushed commit starts nothing',
    source: `${DOCS}/actions/how-tos/manage-workflow-runs/skip-workflow-runs`,
    test: [RUNS, 'uses the workflow of the pushed commit, and its message for [skip ci]'],
  },
  {
    does: 'schedules run on the default branch, once in their minute',
    source: `${EVENTS}#schedule`,
    test: [RUNS, 'fires once in its minute, from the default branch'],
  },
  {
    does: '`deployment_status` has an empty ref for a deployment of a commit; `inactive` never fires',
    source: `${EVENTS}#deployment_status`,
    test: [RUNS, 'fires with the deployed commit and an empty ref, and not when inactive'],
  },
  {
    does: 'a concurrency group has one running and one pending, the newest',
    source: `${DOCS}/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency`,
    test: [
      'runner/concurrency.adapter.test.ts',
      'keeps one running and one pending: the newest takes the pending place',
    ],
  },
  {
    does: "check suites of Actions start no run; those of an app's check runs do",
    source: `${EVENTS}#check_suite`,
    test: [
      'github/app-checks.adapter.test.ts',
      'count as checks, and their suite tells of its end',
    ],
  },
  {
    does: 'a workflow that is switched off starts no run, nor does any where Actions are off',
    source: `${DOCS}/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows`,
    test: [RUNS, 'does not fire, and the others do'],
  },
  {
    does: 'the settings of Actions, names of variables and secrets are told to administrators only',
    source: `${DOCS}/rest/actions/permissions`,
    test: ['github/actions-settings.adapter.test.ts', 'are for administrators, not for runs'],
  },
];
