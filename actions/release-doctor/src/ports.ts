/** What the doctor needs of the outside. */
import type { SourceFile } from '@release-train/workflows';
import type { Live, LiveRepository } from './live/live.ts';
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
  facts(paths: readonly string[]): Promise<Omit<GitFacts, 'renames' | 'changedAt'>>;
  /** The commit that took each name away, where the history has it. */
  renames(names: readonly string[]): Promise<ReadonlyMap<string, Rename>>;
  /** When each file was last changed on the default branch; nothing of a shallow clone. */
  changedAt(paths: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** What GitHub says of the repository in the event of the run. */
export interface RepositoryEvent {
  readonly defaultBranch?: string;
  readonly visibility: 'public' | 'private' | 'unknown';
}

/** GitHub itself, once it has answered who the repository is. */
export interface Connection {
  readonly live: Live;
  readonly repository: LiveRepository;
  /** Milliseconds since 1970. */
  readonly now: number;
}
