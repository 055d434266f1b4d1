import type {
  Branch,
  Closer,
  Dressing,
  GitHub,
  Mergeable,
  MergeRules,
  NewPull,
  PullChange,
  PullCommit,
  PullQuery,
  PullRequest,
  Repository,
  Wishes,
} from '@release-train/github';
import { dressPull } from '@release-train/github';
import { FakeAutoMerge } from './fake-auto-merge.ts';
import type { FakeGit } from './fake-git.ts';
import { closing, dressCalls, matches, type Stored, stored } from './fake-pull.ts';

/** A GitHub in memory on top of a FakeGit; `writes` tells what was changed through the port. */
export class FakeGitHub implements GitHub {
  readonly writes: string[] = [];
  readonly reviewed = new Map<number, string[]>();
  /** Logins and labels that GitHub would refuse. */
  readonly refused = new Set<string>();
  rules: MergeRules = {
    requiresLinearHistory: false,
    allowedMethods: undefined,
    requiresUpToDate: false,
    requiresSignatures: false,
    isClassicHidden: false,
  };
  /** Whose token it is. */
  me: string | undefined = 'github-actions[bot]';
  /** Ruleset rules of the branches of the tool. */
  ownRules: readonly string[] = [];
  settings: Repository = {
    allowsMergeCommit: true,
    methods: ['merge', 'squash', 'rebase'],
    deletesHeadBranches: false,
  };
  /** Overrides what git says of a merge, as GitHub's own computation may. */
  mergeableAnswer: Mergeable | undefined;
  readonly autoMerge = new FakeAutoMerge(this);
  readonly files = {
    read: async (path: string, ref: string) =>
      this.#git.filesOf(this.#git.treeOf(this.#commitOf(ref)))[path],
  };
  readonly #git: FakeGit;
  readonly #pulls = new Map<number, Stored>();
  readonly #merged = new Map<number, readonly PullCommit[]>();

  constructor(git: FakeGit) {
    this.#git = git;
  }

  /** The pull request as a person sees it now. */
  pull(number: number): PullRequest {
    return this.#fresh(this.#stored(number));
  }

  get all(): readonly PullRequest[] {
    return [...this.#pulls.values()].map((pull) => this.#fresh(pull)).reverse();
  }

  /** Somebody edits a pull request by hand. */
  edit(number: number, change: Partial<PullRequest>): void {
    this.#change(number, change, 'ada');
  }

  /** Somebody merges it. */
  async merge(number: number, method: 'merge' | 'squash' | 'rebase'): Promise<string> {
    const pull = this.#stored(number);
    const [base, head] = [this.#tip(pull.baseBranch), this.#tip(pull.headBranch)];
    this.#merged.set(number, this.#git.between(base, head));
    if (method === 'rebase') {
      const sha = this.#git.rebase(pull.baseBranch, head);
      Object.assign(pull, { state: 'closed', isMerged: true, mergeCommit: sha, headSha: head });
      return sha;
    }
    const { tree } = this.#git.predict(base, head);
    const sha = await this.#git.seed(pull.baseBranch, {
      files: this.#git.filesOf(tree),
      subject: `${pull.title} (#${number})`,
      seconds: Math.max(this.#git.secondsOf(base), this.#git.secondsOf(head)) + 1,
      parents: method === 'merge' ? [base, head] : [base],
    });
    Object.assign(pull, { state: 'closed', isMerged: true, mergeCommit: sha, headSha: head });
    return sha;
  }

  async repository(): Promise<Repository> {
    return this.settings;
  }

  async branch(name: string): Promise<Branch | undefined> {
    const sha = this.#git.branches.get(name);
    return sha ? { name, sha, tree: this.#git.treeOf(sha), isProtected: false } : undefined;
  }

  async compare(base: string, head: string): Promise<{ ahead: number; behind: number }> {
    return this.#git.compare(this.#commitOf(base), this.#commitOf(head));
  }

  async mergeRules(): Promise<MergeRules> {
    return this.rules;
  }

  async viewer(): Promise<string | undefined> {
    return this.me;
  }

  async branchRules(): Promise<readonly string[]> {
    return this.ownRules;
  }

  async pulls(query: PullQuery): Promise<readonly PullRequest[]> {
    return this.all.filter(matches(query));
  }

  async mergedPulls({ base }: { base: string }): Promise<readonly PullRequest[]> {
    return this.all.filter((pull) => pull.isMerged && pull.baseBranch === base);
  }

  async findPull(number: number): Promise<PullRequest | undefined> {
    return this.#pulls.has(number) ? this.pull(number) : undefined;
  }

  async pullCommits(number: number): Promise<readonly PullCommit[]> {
    const { headSha, baseBranch } = this.pull(number);
    return this.#merged.get(number) ?? this.#git.between(this.#tip(baseBranch), headSha);
  }

  async createPull(wanted: NewPull): Promise<PullRequest> {
    // Nothing is awaited between the look and the deed: GitHub refuses the second of two at once.
    const open = this.all.find(matches({ ...wanted, state: 'open' }));
    if (open) return open;
    const number = this.#pulls.size + 1;
    this.writes.push(`create #${number}${wanted.draft ? ' as draft' : ''}`);
    this.#pulls.set(number, stored(number, { ...wanted, author: this.me }));
    return this.pull(number);
  }

  async updatePull(number: number, change: PullChange): Promise<void> {
    this.writes.push(`update #${number}: ${Object.keys(change).sort().join(', ')}`);
    this.#change(number, change, this.me);
  }

  async closer(number: number): Promise<Closer | undefined> {
    return this.#stored(number).closer;
  }

  async setDraft({ number }: PullRequest, draft: boolean): Promise<void> {
    this.writes.push(`${draft ? 'draft' : 'ready'} #${number}`);
    this.#stored(number).isDraft = draft;
  }

  dress({ number }: PullRequest, wishes: Wishes): Promise<Dressing> {
    const calls = dressCalls(this.#stored(number), this);
    return dressPull(calls, this.pull(number), wishes);
  }

  async mergeable(number: number, headSha: string): Promise<Mergeable> {
    const pull = this.pull(number);
    if (this.mergeableAnswer) return this.mergeableAnswer;
    if (pull.headSha !== headSha) return 'unknown';
    return this.#git.predict(this.#tip(pull.baseBranch), headSha).clean ? 'true' : 'false';
  }

  #change(number: number, change: Partial<PullRequest>, by: string | undefined): void {
    const pull = this.#stored(number);
    if (change.state === 'closed') Object.assign(pull, closing(this.#fresh(pull), by));
    Object.assign(pull, change);
  }

  #stored(number: number): Stored {
    const pull = this.#pulls.get(number);
    if (!pull) throw new Error(`no pull request #${number}`);
    return pull;
  }

  /** GitHub compares commits as well as branches. */
  #commitOf(name: string): string {
    return /^[0-9a-f]{40}$/.test(name) ? name : this.#tip(name);
  }

  #tip(branch: string): string {
    const sha = this.#git.branches.get(branch);
    if (!sha) throw new Error(`no branch ${branch}`);
    return sha;
  }

  /** The head of an open pull request follows its branch; without the branch it is closed. */
  #fresh(pull: Stored): PullRequest {
    if (pull.state === 'closed') return { ...pull };
    const tip = this.#git.branches.get(pull.headBranch);
    return tip ? { ...pull, headSha: tip } : { ...pull, state: 'closed' };
  }
}
