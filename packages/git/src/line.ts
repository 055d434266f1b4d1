/** Histories as the merge engine wants them: paths and contents, no text. */

/** Mode and object id (`100644 8b13…`); empty where the path does not exist. */
export type Content = string;

export interface Change {
  /** Its bytes, one character each (latin1): git's paths need not be UTF-8. See `readablePath`. */
  readonly path: string;
  readonly before: Content;
  readonly after: Content;
}

export interface LineCommit {
  readonly sha: string;
  readonly parent: string | undefined;
  /** Seconds since 1970. */
  readonly committedAt: number;
  /** Against the first parent. */
  readonly changes: readonly Change[];
}

/** A branch's first-parent line since a merge base. */
export interface Line {
  /** From the merge base to the parent of the oldest commit: empty where the line passes through it. */
  readonly start: readonly Change[];
  /** Oldest first. */
  readonly commits: readonly LineCommit[];
  /** Position, from 1, of the oldest commit that contains the merge base; 0: the line passes through it. */
  readonly entry: number;
}

/** A path of `Change` for people: bytes that are not UTF-8 become U+FFFD. */
export const readablePath = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');
