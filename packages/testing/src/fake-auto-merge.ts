import type { AutoMergePort, MergeOrder, PullRequest, Standing } from '@release-train/github';

type Armed = Awaited<ReturnType<AutoMergePort['arm']>>;

interface World {
  readonly pull: (number: number) => PullRequest;
  readonly edit: (number: number, change: Partial<PullRequest>) => void;
  readonly merge: (number: number, method: 'merge' | 'squash') => Promise<unknown>;
  readonly writes: string[];
}

/** Auto-merge in memory: what GitHub says to it is set by the test. */
export class FakeAutoMerge implements AutoMergePort {
  /** GitHub's words where it refuses to arm, or to merge at once. */
  refusal: string | undefined;
  mergeRefusal: string | undefined;
  enqueueRefusal: string | undefined;
  /** GitHub's `mergeable_state`. */
  state = 'blocked';
  isVouched = false;
  /** The base has a merge queue. */
  hasQueue = false;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async arm({ number }: PullRequest, { method, headSha }: MergeOrder): Promise<Armed> {
    const isMoved = this.#world.pull(number).headSha !== headSha;
    if (isMoved) return { kind: 'refused', reason: "Head sha didn't match expected head sha." };
    if (this.refusal) return { kind: 'refused', reason: this.refusal };
    this.#world.writes.push(`arm #${number}: ${method}`);
    if (this.hasQueue) return { kind: 'accepted' };
    this.#world.edit(number, { autoMerge: { method, isByBot: true } });
    return { kind: 'armed' };
  }

  async disarm({ number }: PullRequest): Promise<void> {
    this.#world.writes.push(`disarm #${number}`);
    this.#world.edit(number, { autoMerge: undefined });
  }

  async mergeNow({ number }: PullRequest, { method, headSha }: MergeOrder) {
    if (this.#world.pull(number).headSha !== headSha) return 'Head branch was modified.';
    if (this.mergeRefusal) return this.mergeRefusal;
    this.#world.writes.push(`merge #${number}: ${method}`);
    await this.#world.merge(number, method === 'squash' ? 'squash' : 'merge');
    return undefined;
  }

  async enqueue({ number }: PullRequest): Promise<string | undefined> {
    if (this.enqueueRefusal) return this.enqueueRefusal;
    this.#world.writes.push(`enqueue #${number}`);
    return undefined;
  }

  async look(number: number): Promise<Standing> {
    return { pull: this.#world.pull(number), state: this.state };
  }

  async isVouchedFor(): Promise<boolean> {
    return this.isVouched;
  }
}
