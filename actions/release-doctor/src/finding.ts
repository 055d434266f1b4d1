/** What a rule finds, and what becomes of it once all rules have spoken. */
import type { Repository } from './repository.ts';

/**
 * Where on the way from an event to an effect it goes wrong: A the event is produced, B the
 * workflow is selected, C the run starts, D jobs and steps run and do the right thing.
 */
export type Stage = 'A' | 'B' | 'C' | 'D';

/** `unknown`: it could not be told, and what would tell it is named. */
export type Severity = 'error' | 'warning' | 'unknown';

/** How much of what comes later does not happen because of a finding. */
export type Blocks = 'repository' | 'workflow' | 'job' | 'nothing';

export interface Draft {
  readonly severity: Severity;
  /** Where it is not the stage of its rule. */
  readonly stage?: Stage;
  /** Path from the root of the repository. */
  readonly file: string;
  /** One-based; 1 where it concerns the whole file. */
  readonly line: number;
  readonly job?: string;
  readonly blocks: Blocks;
  readonly message: string;
  readonly evidence: readonly string[];
  readonly fix: string;
}

export interface Rule {
  readonly id: string;
  /** `wr-unknown-upstream` */
  readonly name: string;
  readonly stage: Stage;
  /** One sentence: what it finds. */
  readonly title: string;
  readonly check: (repository: Repository) => readonly Draft[];
}

export interface Finding extends Draft {
  readonly rule: string;
  readonly name: string;
  readonly stage: Stage;
  readonly doc: string;
  /** Id and place of the finding that hides this one until it is mended. */
  readonly maskedBy?: string;
}
