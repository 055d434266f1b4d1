/** The runner a step lives in, as far as our actions use it. */
export interface Log {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
}

/** A remark on a line of a file of the repository. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** Path from the root of the repository. */
  readonly file: string;
  /** One-based. */
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

export interface Runner extends Log {
  /** The raw input; '' where it is not set. */
  input(name: string): string;
  mask(secret: string): void;
  output(name: string, value: string): void;
  /** Writes a value too large for an output to a file of the job and returns its path. */
  keep(name: string, text: string, extension?: string): string;
  /** Shown at its line; GitHub shows ten of a level per step, the log shows all. */
  annotate(annotation: Annotation): void;
  summary(markdown: string): Promise<void>;
  /** One red annotation; the step fails. */
  fail(message: string): void;
}
