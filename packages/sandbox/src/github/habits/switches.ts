/** Every habit that has a switch. The table in docs/sandbox.md is made of these. */
import type { Switch } from '../../habits/choose.ts';

const DOCS = 'https://docs.github.com/en';
const PROTECTION = `${DOCS}/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches`;
const LIMITS = `${DOCS}/rest/using-the-rest-api/rate-limits-for-the-rest-api`;
const RUN_TOKEN = `${DOCS}/actions/concepts/security/github_token`;
const MERGE = 'github/merge.adapter.test.ts';
const PULLS = 'github/pull-requests.adapter.test.ts';
const REST = 'github/rest.adapter.test.ts';
const RULES = 'github/rulesets.adapter.test.ts';
const LAGS = 'github/lags.adapter.test.ts';
const RATES = 'github/rate-limit.adapter.test.ts';

export const SWITCHES = {
  'mergeable-null-first': {
    does: '`mergeable` is null on the first look after a branch moved, computed on the next',
    source: `${DOCS}/rest/pulls/pulls#get-a-pull-request`,
    test: [PULLS, 'is unknown on the first look and computed on the next'],
  },
  'pull-index-lags': {
    does: '`commits/{sha}/pulls` and `associatedPullRequests` find nothing for a merge commit at first',
    source: 'https://github.com/Songmu/tagpr/issues/330',
    test: [LAGS, 'finds the pull request of a merge only on the second look'],
  },
  'new-refs-hide': {
    does: 'a ref just made is missing (404, `head` invalid) for whoever asks first',
    source: 'https://github.com/PyGithub/PyGithub/issues/2759',
    test: [LAGS, 'hides a new ref from whoever asks first, where ordered'],
    off: true,
  },
  'lists-are-capped': {
    does: '250 commits of a comparison or pull request, 300 files of a comparison, 3000 of a pull request',
    source: `${DOCS}/rest/commits/commits#compare-two-commits`,
    test: [REST, 'caps a comparison at 250 commits and 300 files'],
  },
  'protected-branches': {
    does: 'protection refuses direct pushes, forced pushes and deletions: GH006, REST 422',
    source: PROTECTION,
    test: [
      'github/git-http.adapter.test.ts',
      'to a protected branch is refused in the words of GitHub, other refs pass',
    ],
  },
  rulesets: {
    does: 'active rulesets refuse as protection does: GH013, REST 422, merge 405; told to every reader',
    source: 'https://github.com/yshavit/mdq/pull/255',
    test: [RULES, 'refuses a push with GH013 and where to read the rules'],
  },
  'required-checks': {
    does: 'a merge waits for the required checks, strict ones for an up-to-date head too',
    source: PROTECTION,
    test: [MERGE, 'refuse until the review and the check are there'],
  },
  'required-reviews': {
    does: 'a merge waits for the required approvals and for nobody asking for changes',
    source: PROTECTION,
    test: [MERGE, 'refuse without the approval, and while somebody asks for changes'],
  },
  'stale-reviews-are-dismissed': {
    does: 'an approval ends with the next push, where protection says so',
    source: PROTECTION,
    test: [MERGE, 'count an approval out after a push where stale reviews are dismissed'],
  },
  'code-owners': {
    does: 'an owner by CODEOWNERS of the base must approve, where protection says so',
    source: `${DOCS}/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners`,
    test: [RULES, 'waits for the owner of a changed path, not for any approval'],
  },
  'linear-history': {
    does: 'no merge commits on a branch of linear history, by push or by button',
    source: PROTECTION,
    test: ['github/git-http.adapter.test.ts', 'may not bring a merge commit to a linear branch'],
  },
  'merge-methods': {
    does: 'only the methods that repository and rulesets allow: 405',
    source: `${DOCS}/rest/pulls/pulls#merge-a-pull-request`,
    test: [MERGE, 'are refused where the repository does not allow them'],
  },
  'squash-messages': {
    does: 'a squash says `Title (#1)` and lists its commits and co-authors',
    source: `${DOCS}/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/configuring-commit-squashing-for-pull-requests`,
    test: [MERGE, 'squashes into one commit of one parent with the message of GitHub'],
  },
  'head-branches-are-deleted': {
    does: 'the head branch goes with the merge where the repository says so, unless protected',
    source: `${DOCS}/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-the-automatic-deletion-of-branches`,
    test: [MERGE, 'tells of the push, of the merge and of the deleted head branch'],
  },
  'empty-pulls-are-closed': {
    does: 'a head moved to its base closes the pull request, for good',
    source: 'https://github.com/changesets/action/issues/645',
    test: [PULLS, 'is closed when its head is moved to the base, and cannot be reopened then'],
  },
  'tokens-have-permissions': {
    does: 'a run may do what its `permissions:` grant: 403 `Resource not accessible by integration`',
    source: RUN_TOKEN,
    test: [REST, 'refuses a run what its permissions do not grant'],
  },
  'runs-may-not-open-pulls': {
    does: 'a run opens and approves no pull request unless the repository permits it: 403',
    source: `${DOCS}/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository`,
    test: [PULLS, 'is not for runs unless the repository permits it'],
  },
  'run-tokens-start-nothing': {
    does: "what a run does starts no run: no `push` after a bot's merge, approval for its pull requests",
    source: RUN_TOKEN,
    test: ['github/events.adapter.test.ts', 'travels with everything a run does'],
  },
  'dispatched-checks-do-not-count': {
    does: 'checks of dispatched runs stand on the commit and satisfy no requirement',
    source: 'https://github.com/ThemeParks/ThemeParks_JavaScript/pull/37',
    test: [MERGE, 'are not met by a check of a dispatched run, but by a commit status'],
  },
  'primary-rate-limit': {
    does: '5000 requests an hour, 1000 for the runs of a repository: 403, in GraphQL 200 and an error',
    source: `${LIMITS}#about-primary-rate-limits`,
    test: [RATES, 'refuses when the hour is used up, and says so in GraphQL with 200'],
  },
  'secondary-rate-limit': {
    does: '80 writes a minute: 403 with `retry-after`',
    source: `${LIMITS}#about-secondary-rate-limits`,
    test: [RATES, 'refuses more writes in a minute than may be, and says how long to wait'],
  },
} as const satisfies Record<string, Switch>;
