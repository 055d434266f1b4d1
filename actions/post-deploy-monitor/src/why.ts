/** Why a run came to its verdict without a watch, as data; the words are in `why-words.ts`. */
import type { Said } from './said.ts';
import type { Verdict } from './verdict.ts';

interface OfService {
  readonly service: string;
}

/** What the wait for a deployment is on. */
export interface Waits {
  readonly 'no-record': OfService;
  readonly 'in-status': OfService & { readonly status: string };
  readonly unanswered: object;
}

export type Waiting = Said<Waits>;

export interface Whys {
  readonly 'nothing-changed': object;
  readonly replaced: OfService;
  readonly 'deploy-failed': OfService;
  readonly removed: OfService;
  readonly 'never-deployed': OfService;
  readonly skipped: OfService & { readonly reason: string };
  readonly 'waits-for-us': OfService;
  readonly 'out-of-time': { readonly on: readonly Waiting[] };
  readonly cancelled: { readonly on: readonly Waiting[] };
  readonly 'nothing-serves': object;
  readonly 'railway-unanswered': object;
  /** `name` is empty where the event does not tell. */
  readonly 'workflow-ended': { readonly name: string; readonly conclusion: string };
  readonly 'deployment-state': { readonly state: string };
  readonly 'judged-before': { readonly verdict: Verdict };
  readonly 'being-watched': object;
  readonly 'rollback-resumed': object;
}

export type Why = Said<Whys>;
