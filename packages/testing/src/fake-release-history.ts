import type {
  Check,
  Comment,
  Comments,
  CommitFacts,
  HistoryDeployment,
  HistoryPull,
  Listed,
  RefNote,
  ReleaseHistory,
  Review,
  ShippedCommit,
  Status,
} from '@release-train/github';
import { HttpError } from '@release-train/http';

type Read = keyof (ReleaseHistory & Comments);

export interface FakeCommit {
  readonly tree: string;
  readonly subject?: string;
  readonly message?: string;
  readonly author?: string;
  readonly authoredAtMs?: number;
  readonly parents?: readonly string[];
}

/** A repository's past in memory, filled in by the test; `writes` tells what the port changed. */
export class FakeReleaseHistory implements ReleaseHistory, Comments {
  readonly pulls = new Map<number, HistoryPull>();
  readonly branches = new Map<string, string>();
  readonly commits = new Map<string, FakeCommit>();
  readonly reviewsOf = new Map<number, Review[]>();
  readonly commentsOn = new Map<number, Comment[]>();
  readonly checksOf = new Map<string, Check[]>();
  readonly statusesOf = new Map<string, Status[]>();
  readonly deploymentsOf = new Map<string, HistoryDeployment[]>();
  readonly notes = new Map<string, RefNote>();
  /** Reads that the token has no permission for, or that stop before the end. */
  readonly refused = new Set<Read>();
  readonly cut = new Set<Read>();
  readonly writes: string[] = [];
  readonly requests: Read[] = [];
  /** For each of the next comments: whether it is written although the answer is lost. */
  readonly lostAnswers: { readonly isWritten: boolean }[] = [];
  me: string | undefined = 'github-actions[bot]';

  async pull(number: number): Promise<HistoryPull> {
    this.#asked('pull');
    const pull = this.pulls.get(number);
    if (!pull) throw failed(404, 'Not Found');
    return pull;
  }

  async pullsWith(commit: string): Promise<readonly HistoryPull[]> {
    this.#asked('pullsWith');
    return this.#all().filter(
      (pull) => pull.mergeCommit === commit || this.#brought(pull).includes(commit),
    );
  }

  async pullsInto(base: string, sinceMs: number): Promise<Listed<HistoryPull>> {
    this.#asked('pullsInto');
    const found = this.#all()
      .filter((pull) => pull.baseBranch === base && pull.updatedAtMs >= sinceMs)
      .toSorted((a, b) => b.updatedAtMs - a.updatedAtMs);
    return this.#listed('pullsInto', found);
  }

  async reviews(number: number): Promise<Listed<Review>> {
    return this.#listed('reviews', this.reviewsOf.get(number));
  }

  async comments(number: number): Promise<Listed<Comment>> {
    return this.#listed('comments', this.commentsOn.get(number));
  }

  async checks(commit: string): Promise<Listed<Check>> {
    return this.#listed('checks', this.checksOf.get(commit));
  }

  async statuses(commit: string): Promise<Listed<Status>> {
    const newestFirst = this.statusesOf.get(commit)?.toSorted((a, b) => b.atMs - a.atMs);
    return this.#listed('statuses', newestFirst);
  }

  async deployments(commit: string): Promise<Listed<HistoryDeployment>> {
    return this.#listed('deployments', this.deploymentsOf.get(commit));
  }

  async commit(sha: string): Promise<CommitFacts> {
    this.#asked('commit');
    const found = this.commits.get(sha);
    if (!found) throw failed(404, 'Not Found');
    const { tree, message = '', authoredAtMs = 0 } = found;
    return { sha, tree, message, authoredAtMs };
  }

  async shipped(base: string, head: string): Promise<Listed<ShippedCommit>> {
    return this.#listed(
      'shipped',
      this.#lacking(base, head).map((sha) => this.#told(sha)),
    );
  }

  async commitsOf(pull: HistoryPull): Promise<Listed<ShippedCommit>> {
    return this.#listed(
      'commitsOf',
      this.#brought(pull).map((sha) => this.#told(sha)),
    );
  }

  async compare(base: string, head: string): Promise<{ ahead: number; behind: number }> {
    this.#asked('compare');
    return { ahead: this.#lacking(base, head).length, behind: this.#lacking(head, base).length };
  }

  async note(ref: string): Promise<RefNote | undefined> {
    this.#asked('note');
    return this.notes.get(ref);
  }

  async viewer(): Promise<string | undefined> {
    this.#asked('viewer');
    return this.me;
  }

  async addComment(number: number, body: string): Promise<Comment> {
    this.#asked('addComment');
    const lost = this.lostAnswers.shift();
    if (lost && !lost.isWritten) throw failed(502, 'Bad Gateway');
    this.writes.push(`comment on #${number}`);
    const comment = this.say(number, body, { login: this.me ?? 'ghost', isBot: true });
    if (lost) throw failed(502, 'Bad Gateway');
    return comment;
  }

  async editComment(id: number, body: string): Promise<void> {
    this.#asked('editComment');
    this.writes.push(`edit comment ${id}`);
    for (const [number, comments] of this.commentsOn) {
      const edited = comments.map((each) => (each.id === id ? { ...each, body } : each));
      this.commentsOn.set(number, edited);
    }
  }

  /** Somebody comments. */
  say(number: number, body: string, author: Comment['author']): Comment {
    const id = [...this.commentsOn.values()].flat().length + 1;
    const url = `https://github.example/acme/shop/pull/${number}#issuecomment-${id}`;
    const comment = { id, author, isOfMember: !author.isBot, body, url };
    this.commentsOn.set(number, [...(this.commentsOn.get(number) ?? []), comment]);
    return comment;
  }

  #asked(what: Read): void {
    this.requests.push(what);
    if (this.refused.has(what)) throw failed(403, 'Resource not accessible by integration');
  }

  #listed<T>(what: Read, items: readonly T[] = []): Listed<T> {
    if (what !== 'pullsInto') this.#asked(what);
    return { items, isCut: this.cut.has(what) };
  }

  #all = (): readonly HistoryPull[] => [...this.pulls.values()];

  #brought({ headSha, baseSha }: HistoryPull): readonly string[] {
    return this.#lacking(baseSha, headSha);
  }

  /** Commits of `head` that `base` lacks, oldest first. */
  #lacking(base: string, head: string): readonly string[] {
    const known = new Set(this.#line(this.branches.get(base) ?? base));
    const line = this.#line(this.branches.get(head) ?? head);
    return line.filter((sha) => !known.has(sha)).toReversed();
  }

  #line(tip: string): readonly string[] {
    const { parents = [] } = this.commits.get(tip) ?? {};
    return [...new Set([tip, ...parents.flatMap((parent) => this.#line(parent))])];
  }

  #told(sha: string): ShippedCommit {
    const { subject = '', author = 'ada', authoredAtMs = 0 } = this.commits.get(sha) ?? {};
    return { sha, subject, author, authoredAtMs };
  }
}

const failed = (status: number, reason: string): HttpError =>
  new HttpError({ method: 'GET', url: 'https://github.example/api', status, reason });
