/** A finding for what GitHub did not tell: unknown, with what would tell it. */
import type { Draft } from '../finding.ts';
import { remedyFor, type Told } from './told.ts';

interface Question {
  readonly file: string;
  readonly line: number;
  /** Follows "could not be told:" as a clause beginning with "whether" or "which". */
  readonly what: string;
  readonly evidence?: readonly string[];
}

export const untoldDraft = (
  { file, line, what, evidence = [] }: Question,
  untold: Extract<Told<unknown>, { kind: 'untold' }>,
): Draft => ({
  severity: 'unknown',
  file,
  line,
  blocks: 'nothing',
  message: `${what} could not be told: ${untold.reason}`,
  evidence,
  fix: remedyFor(untold),
});
