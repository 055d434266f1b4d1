/** What the engine is told: two branches' first-parent lines since git's merge base, and records. */

/** Mode and object id (`100644 8b13…`), or `absent`. */
export type Content = string;

export const absent: Content = '';

export type Side = 'main' | 'staging';

export const otherSide = (side: Side): Side => (side === 'main' ? 'staging' : 'main');

export interface Change {
  readonly path: string;
  readonly before: Content;
  readonly after: Content;
}

export interface LineCommit {
  readonly sha: string;
  /** Seconds since 1970. */
  readonly committedAt: number;
  /** Against the first parent. */
  readonly changes: readonly Change[];
}

export interface Line {
  /** From the merge base to the parent of the oldest commit: empty where the line passes through it. */
  readonly start: readonly Change[];
  /** Oldest first. */
  readonly commits: readonly LineCommit[];
  /** Position, from 1, of the oldest commit that contains the merge base; 0: the line passes through it. */
  readonly entry: number;
}

export type Lines = Readonly<Record<Side, Line>>;

/** A release (staging → main) or a sync (main → staging) that is known to have happened. */
export interface MeetingRecord {
  readonly kind: 'release' | 'sync';
  /** The commit whose content was carried, on the first-parent line it came from. */
  readonly source: string;
  /** The commit it became on the other line; from there on the record counts. */
  readonly landed: string;
  /** The paths it carried whole; `undefined`: all, but for those in `without`. */
  readonly paths?: ReadonlySet<string>;
  /** Paths of which it left changes out. */
  readonly without?: ReadonlySet<string>;
  /** The commits of a partial release: the first 12 digits of each. */
  readonly picked?: ReadonlySet<string>;
}

/** How many digits tell one commit of a line from the others. */
export const shortSha = (sha: string): string => sha.slice(0, 12);

export interface Histories {
  readonly lines: Lines;
  readonly records: readonly MeetingRecord[];
  /**
   * Every release and sync since the merge base is among the records: then nothing is inferred from
   * contents, and nothing is ambiguous. Default: false.
   */
  readonly isComplete?: boolean;
}
