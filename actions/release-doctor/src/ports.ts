/** What the doctor needs of the outside. */
import type { SourceFile } from '@release-train/workflows';
import type { FoundFile, GitFacts, Rename } from './repository.ts';

/** The checkout. */
export interface Tree {
  /** Throws ActionError where there is no such folder. */
  workflows(): Promise<readonly FoundFile[]>;
  /** Files that say how branches are protected and releases are made. */
  settings(): Promise<readonly SourceFile[]>;
}

/** Git; a folder that is no repository answers with a reason. */
export interface History {
  facts(paths: readonly string[]): Promise<Omit<GitFacts, 'renames'>>;
  /** The commit that took each name away, where the history has it. */
  renames(names: readonly string[]): Promise<ReadonlyMap<string, Rename>>;
}

/** What GitHub says of the repository in the event of the run. */
export interface RepositoryEvent {
  readonly defaultBranch?: string;
  readonly visibility: 'public' | 'private' | 'unknown';
}
