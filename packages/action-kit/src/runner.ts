/** The runner a step lives in, as far as our actions use it. */
export interface Log {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
}

export interface Runner extends Log {
  /** The raw input; '' where it is not set. */
  input(name: string): string;
  mask(secret: string): void;
  output(name: string, value: string): void;
  /** Writes a value too large for an output to a file of the job and returns its path. */
  keep(name: string, text: string): string;
  summary(markdown: string): Promise<void>;
  /** One red annotation; the step fails. */
  fail(message: string): void;
}
