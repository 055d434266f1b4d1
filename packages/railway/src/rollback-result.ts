/** What goes into a rollback of services and what comes out of it. */
import type { Clock } from '@release-train/polling';
import type { Deployer, Deployment, Place, Railway } from './railway.ts';
import type { Ordered, RollbackRefusal, RollbackTarget, RollbackWish } from './rollback.ts';

export interface RollbackPorts {
  readonly railway: Railway & Deployer;
  readonly clock: Clock;
}

export interface RollbackPolicy {
  readonly place: Place;
  /** `all`: no service is touched unless each one can be. */
  readonly require: 'all' | 'any';
  /** Only targets that were asked for or recorded as good. */
  readonly requireKnownGood: boolean;
  /** Milliseconds for the rollbacks to come up, all together. */
  readonly timeoutMs: number;
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
  /** Looks in a row that must find the rollback live and active. */
  readonly stableLooks: number;
  /** Milliseconds Railway may take to make the deployment that was ordered. */
  readonly appearMs: number;
}

export const usualRollback = {
  require: 'all',
  requireKnownGood: true,
  timeoutMs: 600_000,
  intervalMs: 5_000,
  stableLooks: 3,
  appearMs: 60_000,
} as const satisfies Omit<RollbackPolicy, 'place'>;

interface Wished {
  readonly wish: RollbackWish;
}

interface Tried extends Wished {
  readonly target: RollbackTarget;
}

/** Nothing was changed, on purpose. */
export interface Refused extends Wished {
  readonly kind: 'refused';
  readonly refusal: RollbackRefusal;
}

/** Nothing was changed: Railway could not be read, or declined. */
export interface Failed extends Wished {
  readonly kind: 'failed';
  readonly error: string;
}

/** The order was sent, and it is not proven that the old image serves. */
export interface Unproven extends Tried {
  readonly kind: 'unproven';
  readonly problem: 'not-seen' | 'failed' | 'crashed' | 'replaced' | 'timed-out';
  readonly deployment?: Deployment;
  readonly error?: string;
}

/** The old image serves: SUCCESS and active, look after look. */
export interface RolledBack extends Tried {
  readonly kind: 'rolled-back';
  readonly deployment: Deployment;
}

/** What became of one service. Only `rolled-back` is good; none of the others is silent. */
export type RollbackResult = RolledBack | Refused | Failed | Unproven;

export interface Planned extends Tried {
  readonly kind: 'planned';
}

export interface Sent extends Tried {
  readonly kind: 'sent';
  readonly order: Ordered;
}
