import { createHash } from 'node:crypto';
import {
  type BranchChange,
  type Commit,
  type CommitDetails,
  type CommitRange,
  type Git,
  GitError,
  type GitRepository,
  isToolBranch,
  type Merge,
  type NewCommit,
  type PickVerbs,
} from '@release-train/git';
import { changedPaths, type Files, fakeTreeVerbs, mergeFiles } from './fake-git-trees.ts';

interface Seed {
  readonly files: Files;
  readonly subject: string;
  readonly seconds: number;
  readonly parents?: readonly string[];
}

/** A git of whole files in memory: the same history, merge and push rules, no contents merge. */
export class FakeGit implements Git {
  readonly branches = new Map<string, string>();
  readonly pushes: string[] = [];
  readonly #commits = new Map<string, Commit>();
  readonly #trees = new Map<string, Files>();
  readonly #messages = new Map<string, string>();
  /** Called once before the next push, to be faster than it. */
  beforePush: (() => void) | undefined;
  clones = 0;

  /** Adds a commit to a branch, as somebody with a checkout does. */
  async seed(branch: string, { files, subject, seconds, parents }: Seed): Promise<string> {
    const tip = this.branches.get(branch);
    const seeded = { tree: this.#writeTree(files), parents: parents ?? (tip ? [tip] : []) };
    const sha = this.#write({ ...seeded, message: subject, date: seconds }, 'Ada');
    this.branches.set(branch, sha);
    return sha;
  }

  files(branch: string): Files {
    return this.#files(this.#commit(this.branches.get(branch) ?? '').tree);
  }

  parentsOf(branch: string): readonly string[] {
    return this.#commit(this.branches.get(branch) ?? '').parents;
  }

  filesOf(tree: string): Files {
    return this.#files(tree);
  }

  treeOf(sha: string): string {
    return this.#commit(sha).tree;
  }

  secondsOf(sha: string): number {
    return this.#commit(sha).committedAt;
  }

  /** What one has that the other lacks, oldest first. */
  between(base: string, head: string): readonly Commit[] {
    return this.#list({ to: head, not: [base] }).toReversed();
  }

  /** Puts what a commit has on top of a branch, one new commit for each. */
  rebase(branch: string, head: string): string {
    const base = this.#tip(branch);
    for (const { parents, sha, author, committedAt, subject } of this.between(base, head)) {
      const onto = this.#tip(branch);
      const [older, one, other] = [parents[0] ?? '', onto, sha].map((at) => this.#files(at));
      const tree = this.#writeTree(mergeFiles({ base: older, one, other }).files);
      const seeded = { tree, parents: [onto], message: subject, date: committedAt };
      this.branches.set(branch, this.#write(seeded, author));
    }
    return this.#tip(branch);
  }

  compare(base: string, head: string): { ahead: number; behind: number } {
    const [ours, theirs] = [this.#reachable(base), this.#reachable(head)];
    const ahead = [...theirs].filter((sha) => !ours.has(sha)).length;
    return { ahead, behind: [...ours].filter((sha) => !theirs.has(sha)).length };
  }

  async clone(names: readonly string[]): Promise<GitRepository> {
    this.clones += 1;
    const tips = new Map(names.map((name) => [name, this.#tip(name)]));
    return {
      tip: (branch) => tips.get(branch) ?? '',
      commit: async (sha) => this.#commit(sha),
      mergeBase: async (one, other) => this.#mergeBase(one, other),
      divergence: async (base, head) => this.compare(base, head),
      commits: async (range) => this.#list(range),
      count: async (range) => this.#list(range).length,
      meeting: async (base, head) => this.#meeting(base, head),
      merge: async (ours, theirs, base) => this.predict(ours, theirs, base),
      changedPaths: async (from, to) => changedPaths(this.#files(from), this.#files(to)),
      ...fakeTreeVerbs(this.#store),
      ...this.#pickVerbs(),
      createCommit: async (commit) => this.#write(commit, 'github-actions[bot]'),
      push: async (change) => this.#push(change),
      deleteBranch: async ({ branch, expected }) => this.#push({ branch, expected, sha: '' }),
      [Symbol.asyncDispose]: async () => {},
    };
  }

  #pickVerbs(): PickVerbs {
    return {
      find: async (name) => {
        const found = [...this.#commits.keys()].filter((sha) => sha.startsWith(name));
        return found.length === 1 ? found[0] : undefined;
      },
      sorted: async (shas) => shas.toSorted((one, other) => this.#depth(one) - this.#depth(other)),
      isAncestor: async (sha, of) => this.#reachable(of).has(sha),
      details: async (shas) => new Map(shas.map((sha) => [sha, this.#details(sha)])),
    };
  }

  #depth(sha: string): number {
    return this.#reachable(sha).size;
  }

  #details(sha: string): CommitDetails {
    const message = this.#messages.get(sha) ?? '';
    const coAuthors = [...message.matchAll(/^Co-authored-by: (.+)$/gm)].map(
      ([, name = '']) => name,
    );
    const origins = message.matchAll(/^\(cherry picked from commit ([0-9a-f]{40})\)$/gm);
    return {
      authors: [`${this.#commit(sha).author} <ada@example.com>`, ...coAuthors],
      pickedFrom: [...origins].map(([, origin = '']) => origin),
    };
  }

  /** The whole message of a commit of a branch's tip. */
  messageOf(branch: string): string {
    return this.#messages.get(this.#tip(branch)) ?? '';
  }

  readonly #store = {
    files: (tree: string) => this.#files(tree),
    texts: () => [...this.#trees.values()].flatMap((files) => Object.values(files)),
    writeTree: (files: Files) => this.#writeTree(files),
    list: (range: CommitRange) => this.#list(range),
    contains: (sha: string, other: string) => this.#reachable(sha).has(other),
    merge: (ours: string, theirs: string, base: string) => this.predict(ours, theirs, base),
  };

  #tip(branch: string): string {
    const sha = this.branches.get(branch);
    if (sha) return sha;
    throw new GitError('branch-missing', `cloning "${branch}" failed: couldn't find remote ref`);
  }

  #commit(sha: string): Commit {
    const commit = this.#commits.get(sha);
    if (!commit) throw new Error(`no commit ${sha}`);
    return commit;
  }

  #files(tree: string): Files {
    return this.#trees.get(this.#commits.get(tree)?.tree ?? tree) ?? {};
  }

  #writeTree(files: Files): string {
    const sorted = Object.fromEntries(Object.entries(files).sort());
    const tree = hash(['tree', sorted]);
    this.#trees.set(tree, sorted);
    return tree;
  }

  #write({ tree, parents, message, date }: NewCommit, author: string): string {
    const sha = hash(['commit', tree, parents, message, date, author]);
    const [subject = ''] = message.split('\n');
    const source = /^Release-Train-Source: ([0-9a-f]{40})$/m.exec(message)?.[1];
    const base = /^Release-Train-Base: ([0-9a-f]{40})$/m.exec(message)?.[1];
    const isPart = /^Release-Train-Part: /m.test(message) ? { isPart: true as const } : {};
    const record = source && base ? { record: { source, base, ...isPart } } : {};
    this.#messages.set(sha, message);
    this.#commits.set(sha, { sha, parents, tree, author, committedAt: date, subject, ...record });
    return sha;
  }

  #reachable(from: string, onlyFirst = false): Set<string> {
    const seen = new Set<string>();
    const queue = [from];
    for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
      if (seen.has(sha)) continue;
      seen.add(sha);
      const { parents } = this.#commit(sha);
      queue.push(...(onlyFirst ? parents.slice(0, 1) : parents));
    }
    return seen;
  }

  #list({ to, not = [], firstParent = false, most }: CommitRange): Commit[] {
    const hidden = new Set(not.flatMap((sha) => [...this.#reachable(sha)]));
    const found = [...this.#reachable(to, firstParent)]
      .filter((sha) => !hidden.has(sha))
      .map((sha) => this.#commit(sha));
    // A line has an order of its own, whatever its dates.
    const byDate = found.toSorted((one, other) => other.committedAt - one.committedAt);
    return (firstParent ? found : byDate).slice(0, most);
  }

  #mergeBase(one: string, other: string): string | undefined {
    const theirs = this.#reachable(other);
    const common = [...this.#reachable(one)].filter((sha) => theirs.has(sha));
    return common.find((sha) => common.every((older) => this.#reachable(sha).has(older)));
  }

  #meeting(base: string, head: string): { onBase: string; onHead: string } | undefined {
    const from = this.#mergeBase(base, head);
    if (from === undefined) return undefined;
    const line = (to: string): Commit[] =>
      [...this.#list({ to, not: [from], firstParent: true }), this.#commit(from)].reverse();
    const theirs = line(head);
    const start = { onBase: from, onHead: from, at: 0 };
    const { onBase, onHead } = line(base).reduce((last, stop) => {
      const at = theirs.findIndex(({ tree }, index) => index >= last.at && tree === stop.tree);
      return at === -1 ? last : { onBase: stop.sha, onHead: theirs[at]?.sha ?? '', at };
    }, start);
    return { onBase, onHead };
  }

  /** What a merge of two commits would come to. */
  predict(ours: string, theirs: string, told?: string): Merge {
    const from = told ?? this.#mergeBase(ours, theirs);
    if (from === undefined) {
      throw new GitError('unrelated-histories', 'refusing to merge unrelated histories');
    }
    const [base, one, other] = [from, ours, theirs].map((sha) => this.#files(sha));
    const { files, conflicts } = mergeFiles({ base, one, other });
    const tree = this.#writeTree(files);
    return conflicts.length === 0 ? { clean: true, tree } : { clean: false, tree, conflicts };
  }

  #push({ branch, sha, expected }: BranchChange): void {
    if (!isToolBranch(branch)) {
      throw new GitError('foreign-branch', `refusing to write to branch "${branch}"`);
    }
    this.beforePush?.();
    this.beforePush = undefined;
    if (sha !== '' && this.branches.get(branch) === sha) return;
    if (this.branches.get(branch) !== expected)
      throw new GitError('lease-lost', `push of branch "${branch}" failed: stale info`);
    this.pushes.push(sha === '' ? `delete ${branch}` : `push ${branch}`);
    if (sha === '') this.branches.delete(branch);
    else this.branches.set(branch, sha);
  }
}

const hash = (value: unknown): string =>
  createHash('sha1').update(JSON.stringify(value)).digest('hex');
