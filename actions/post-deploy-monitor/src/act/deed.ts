/** What was done about a failed release, or why not, as data; the words are in `deed-words.ts`. */
import type { RollbackResult } from '@release-train/railway';
import type { Said } from '../said.ts';
import type { actionsTaken, Reason } from '../verdict.ts';

/** What forbids acting, whatever was asked for. */
export interface Objections {
  /** The reason is nothing that an earlier release would mend. */
  readonly 'not-mendable': { readonly reason: Reason };
  readonly recovered: object;
  /** What served before is on record as failed. */
  readonly 'failed-before': { readonly commit: string; readonly reason: Reason };
  /** Outcomes that were bad before the release served. */
  readonly 'bad-before': EarlierShare;
}

export interface EarlierShare {
  readonly what: 'probes' | 'requests';
  readonly name: string;
  readonly bad: number;
  readonly total: number;
}

export type Objection = Said<Objections>;

/** What forbids a rollback. */
export interface Guards {
  readonly 'outside-hours': {
    /** As input `rollback-hours` has them. */
    readonly hours: string;
    readonly atMs: number;
    readonly zone: string;
  };
  readonly cooldown: { readonly minutes: number };
  readonly 'paths-unknown': object;
  readonly 'guarded-path': { readonly path: string };
}

export type Guard = Said<Guards>;

/** What stands in the way of a revert pull request. */
export interface Obstacles {
  readonly 'branch-unknown': object;
  readonly 'is-revert': object;
  readonly 'not-on-branch': { readonly base: string };
  readonly 'nothing-before': object;
  readonly 'nothing-left': { readonly base: string };
  readonly 'foreign-pull': { readonly number: number; readonly head: string };
  readonly 'foreign-branch': { readonly head: string };
}

export type Obstacle = Said<Obstacles>;

/** GitHub, git or Railway refused, or could not be reached. */
export interface Trouble {
  /** English, of one line. */
  readonly error: string;
  /** The token lacks a right that the action needs. */
  readonly isForbidden: boolean;
}

export type Refusals = Objections & Guards & Obstacles & { readonly trouble: Trouble };

export type Refusal = Said<Refusals>;

type Taken = (typeof actionsTaken)[number];

export interface Deeds {
  readonly 'rollback-refused': { readonly because: Refusal };
  readonly 'rollback-rehearsed': { readonly services: readonly string[]; readonly commit: string };
  /** Railway could not be read, so nothing was ordered. */
  readonly 'nothing-ordered': { readonly error: string };
  /** Another run holds the claim; `taken`: what it came to. */
  readonly 'taken-in-hand': { readonly run: string; readonly taken?: Taken | undefined };
  readonly 'claim-unreadable': object;
  /** Whether the endpoints showed the commit that came back. */
  readonly 'answers-well': { readonly revision: 'not-asked' | 'proven' | 'unknown' };
  /** The job was cancelled before the endpoints could be asked. */
  readonly 'cut-off': object;
  readonly 'shows-other': { readonly endpoint: string; readonly shown: string };
  readonly 'still-fails': { readonly endpoint: string; readonly problem: string };
  readonly 'revert-refused': { readonly because: Refusal };
  readonly 'revert-failed': Trouble;
  readonly 'revert-opened': {
    readonly number: number;
    readonly url: string;
    readonly state: 'opened' | 'drafted' | 'open' | 'merged' | 'closed';
  };
  /** `conflicts`: files in which it would conflict. */
  readonly 'revert-rehearsed': { readonly conflicts: number };
}

export type Deed = Said<Deeds>;

/** What became of one service. */
export interface Fates {
  readonly result: { readonly result: RollbackResult };
  /** An order of a run before this one was found. */
  readonly adopted: {
    readonly service: string;
    readonly commit: string;
    readonly deployment: string;
    readonly status: string;
    readonly isVerified: boolean;
  };
}

export type Fate = Said<Fates>;
