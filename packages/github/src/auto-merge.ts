/** Merging without a person at the button: GitHub's auto-merge, and what stands in for it. */
import { ActionError } from '@release-train/action-kit/action-error';
import { type Became, planAutoMerge, queued } from './auto-merge-plan.ts';
import type { PullRequest } from './github.ts';

export type MergeMethod = 'squash' | 'merge' | 'rebase';

export interface MergeOrder {
  readonly method: MergeMethod;
  /** The head that was looked at: GitHub refuses to act on another one. */
  readonly headSha: string;
}

export type Armed =
  /** `accepted`: neither armed nor merged afterwards, as in a merge queue. */
  | { readonly kind: 'armed' | 'merged' | 'accepted' }
  | { readonly kind: 'refused'; readonly reason: string };

/** A pull request as it is now, and GitHub's `mergeable_state` of it. */
export interface Standing {
  readonly pull: PullRequest;
  readonly state: string;
}

export interface AutoMergePort {
  /** Switches auto-merge on. */
  arm(pull: PullRequest, order: MergeOrder): Promise<Armed>;
  disarm(pull: PullRequest): Promise<void>;
  /** Merges at once; `undefined`, or GitHub's reason why not. */
  mergeNow(pull: PullRequest, order: MergeOrder): Promise<string | undefined>;
  /** Puts it into the merge queue of its base; `undefined`, or GitHub's reason why not. */
  enqueue(pull: PullRequest, headSha: string): Promise<string | undefined>;
  look(number: number): Promise<Standing>;
  /** Whether a check that passed, or an approval, speaks of the head commit. */
  isVouchedFor(pull: PullRequest): Promise<boolean>;
}

export interface AutoMergeWish extends Omit<MergeOrder, 'method'> {
  readonly method: 'off' | MergeMethod;
  readonly pull: PullRequest;
  /** Neither a draft nor in conflict. */
  readonly isReady: boolean;
  /** Methods that settings and rules leave; `undefined` where nobody says. */
  readonly allowed: readonly string[] | undefined;
  /** What the last run put into the record of the pull request. */
  readonly note: string | undefined;
}

export interface AutoMerging {
  /** What was wished. */
  readonly method: 'off' | MergeMethod;
  readonly state: 'off' | 'armed' | 'merged' | 'queued' | 'waiting' | 'withdrawn' | 'refused';
  readonly why?:
    | 'by-person'
    | 'not-ready'
    | 'unvouched'
    | 'unstable'
    | 'blocked'
    | 'not-allowed'
    | 'method'
    | 'refused';
  /** GitHub's own words. */
  readonly reason?: string;
  /** For the record: without it, the next run takes a person's switching off for nothing. */
  readonly note: string | undefined;
  readonly changed: boolean;
}

/**
 * Brings auto-merge to what is wished, in as few requests as it takes. Where GitHub has no use for
 * it (all is there already, or it is not offered), a pull request is merged at once if GitHub calls
 * it clean and something vouches for its head: never past a review or a check that is missing.
 *
 * @throws ActionError `lease-lost` where the head has moved on
 */
export async function keepAutoMerge(
  port: AutoMergePort,
  wish: AutoMergeWish,
): Promise<AutoMerging> {
  return { method: wish.method, ...(await carryOut(port, wish)) };
}

async function carryOut(port: AutoMergePort, wish: AutoMergeWish): Promise<Became> {
  const plan = planAutoMerge(wish);
  const { pull, method, headSha } = wish;
  if (plan.step === 'leave') return plan.became;
  if (plan.step !== 'arm') await port.disarm(pull);
  if (method === 'off') return { state: 'off', note: undefined, changed: true };
  return arm(port, pull, { method, headSha });
}

async function arm(port: AutoMergePort, pull: PullRequest, order: MergeOrder): Promise<Became> {
  const answer = await port.arm(pull, order);
  const { method: note } = order;
  switch (answer.kind) {
    case 'armed':
    case 'merged':
      return { state: answer.kind, note, changed: true };
    case 'accepted':
      return { state: 'queued', note: queued, changed: true };
    case 'refused':
      return afterRefusal(port, await port.look(pull.number), { ...order, reason: answer.reason });
    default:
      return answer satisfies never;
  }
}

/** GitHub's words for "there is nothing to wait for" and "auto-merge is not to be had here". */
const mergeable = /in (?:clean|has_hooks|unstable) status/i;
const notOffered = /auto.?merge is not allowed|required protected branch rules/i;

async function afterRefusal(
  port: AutoMergePort,
  { pull, state }: Standing,
  order: MergeOrder & { readonly reason: string },
): Promise<Became> {
  const { method, headSha, reason } = order;
  const result = { note: undefined, changed: false, reason };
  // The answer to an earlier try may have been lost.
  if (pull.isMerged) return { state: 'merged', note: method, changed: true };
  if (pull.autoMerge) return { state: 'armed', note: method, changed: true };
  if (pull.headSha !== headSha) throw moved(pull);
  if (!mergeable.test(reason) && !notOffered.test(reason)) {
    return { ...result, state: 'refused', why: 'refused' };
  }
  if (state === 'unstable') return { ...result, state: 'waiting', why: 'unstable' };
  if (state !== 'clean' && state !== 'has_hooks') {
    const isOffered = !/not allowed/i.test(reason);
    return isOffered
      ? { ...result, state: 'waiting', why: 'blocked' }
      : { ...result, state: 'refused', why: 'not-allowed' };
  }
  if (!(await port.isVouchedFor(pull))) return { ...result, state: 'waiting', why: 'unvouched' };
  return mergeNow(port, pull, order);
}

async function mergeNow(
  port: AutoMergePort,
  pull: PullRequest,
  order: MergeOrder,
): Promise<Became> {
  const reason = await port.mergeNow(pull, order);
  const { pull: after } = await port.look(pull.number);
  if (after.isMerged) return { state: 'merged', note: order.method, changed: true };
  if (after.headSha !== order.headSha) throw moved(after);
  if (reason !== undefined && throughQueue.test(reason)) return enqueue(port, after);
  return refusedBecause(reason ?? 'the pull request is open still');
}

/** GitHub's word where a branch takes nothing but what its queue has tested. */
const throughQueue = /merge queue/i;

async function enqueue(port: AutoMergePort, pull: PullRequest): Promise<Became> {
  const reason = await port.enqueue(pull, pull.headSha);
  // The answer to an earlier try may have been lost.
  const isIn = reason === undefined || /already/i.test(reason);
  return isIn ? { state: 'queued', note: queued, changed: true } : refusedBecause(reason);
}

const refusedBecause = (reason: string): Became => ({
  state: 'refused',
  why: 'refused',
  reason,
  note: undefined,
  changed: false,
});

const moved = ({ number }: PullRequest): ActionError =>
  new ActionError('lease-lost', `the head of pull request #${number} has moved on`, {
    hint: 'Somebody pushed to it in the meantime: run again.',
  });
