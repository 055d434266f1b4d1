/** All that was read of a release. Pure types. */
import type { Evidence } from '@release-train/action-kit/evidence';
import type {
  Check,
  HistoryDeployment,
  HistoryPull,
  Listed,
  RefNote,
  Review,
  ShippedCommit,
  Status,
} from '@release-train/github';
import type { Deployment, Place, Step } from '@release-train/railway';
import type { Learned } from './learned.ts';
import type { StageKey } from './stage.ts';

export interface Facts extends Written {
  /** On Railway, and in GitHub's names of deployments. */
  readonly environment: string;
  /** `release`: brings the integration branch to production; `feature`: goes into that branch. */
  readonly kind: 'release' | 'feature';
  /** Branch that releases come from. */
  readonly head: string;
  /** What must have happened. */
  readonly expected: readonly StageKey[];
  readonly pull: HistoryPull | undefined;
  /** The commit that was deployed: what the pull request became, or the one asked for. */
  readonly commit: string | undefined;
  readonly evidence: readonly Evidence[];
  readonly railway: Learned<RailwayFacts>;
  /** This very run, whose checks say nothing. */
  readonly runUrl: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** What GitHub keeps. */
export interface Written {
  readonly reviews: Learned<Listed<Review>>;
  /** Of the pull request's last commit. */
  readonly checks: Proofs;
  readonly staging: StagingFacts;
  readonly trees: Readonly<Record<'source' | 'head' | 'landed', Learned<string>>>;
  readonly shipped: Learned<Shipped>;
  /** Of the deployed commit. */
  readonly deployments: Learned<Listed<HistoryDeployment>>;
  readonly statuses: Learned<Listed<Status>>;
  readonly claim: Learned<RefNote | undefined>;
  readonly intoBase: Learned<Listed<HistoryPull>>;
  readonly intoHead: Learned<Listed<HistoryPull>>;
}

export interface Proofs {
  readonly runs: Learned<Listed<Check>>;
  readonly statuses: Learned<Listed<Status>>;
}

export interface StagingFacts extends Proofs {
  /** The commit of the integration branch that is released; nothing where none is on record. */
  readonly source: Learned<string | undefined>;
  readonly deployments: Learned<Listed<HistoryDeployment>>;
}

export interface Shipped {
  readonly commits: Listed<ShippedCommit>;
  /** Since which release, or else what the pull request itself lists. */
  readonly since: { readonly number: number; readonly url: string } | undefined;
}

export interface RailwayFacts {
  readonly place: Place;
  readonly services: readonly ServiceFacts[];
}

export interface ServiceFacts {
  readonly name: string;
  readonly url: string;
  readonly deployment: Deployment | undefined;
  /** Railway's list of the service's deployments begins after the merge. */
  readonly isOutOfReach: boolean;
  readonly steps: Learned<readonly Step[]>;
  /** Later deployments of an older commit. */
  readonly wentBack: readonly Deployment[];
}
