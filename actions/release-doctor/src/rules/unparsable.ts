/** RD100: a file GitHub cannot read, or may not. */
import type { ParseError } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { lineAt, quoteLine } from '../region.ts';
import { isDoubtful, type Repository, type WorkflowFile } from '../repository.ts';
import { isSecretsError } from './secret-conditions.ts';

export const unparsable: Rule = {
  id: 'RD100',
  name: 'unparsable',
  stage: 'B',
  title: 'A workflow file is not valid, so nothing in it ever runs.',
  check: (repository) =>
    repository.files.flatMap((file) => {
      const errors = file.errors.filter((error) => !isSecretsError(error));
      const [first, ...rest] = errors.filter((error) => file.isRejected && !isDoubtful(error));
      const whole = file.isRejected ? (first ?? errors[0]) : undefined;
      const doubtful = file.isRejected ? [] : errors;
      return [
        ...(whole ? [rejectedDraft(file, whole, { rest, repository })] : []),
        ...doubtful.map((error) => doubtfulDraft(file, error)),
      ];
    }),
};

function rejectedDraft(
  file: WorkflowFile,
  error: ParseError,
  { rest, repository }: { rest: readonly ParseError[]; repository: Repository },
): Draft {
  const line = error.line ?? 1;
  return {
    severity: 'error',
    file: file.path,
    line,
    blocks: 'workflow',
    message: `GitHub cannot read "${file.path}": ${error.message}`,
    evidence: [
      quoteLine(file, line),
      ...(rest.length > 0 ? [`${rest.length} more errors follow in this file`] : []),
      ...whatNeverRuns(file, repository),
    ],
    fix: fixFor(file, line),
  };
}

function whatNeverRuns(file: WorkflowFile, { files }: Repository): readonly string[] {
  const events = file.workflow.triggers.map(({ event }) => `"${event}"`);
  const listeners = files.filter(({ workflow }) =>
    workflow.triggers.some(({ filters }) =>
      filters.workflows?.patterns.includes(file.declaredName),
    ),
  );
  return [
    ...(events.length > 0 ? [`never runs, though it names ${events.join(', ')}`] : []),
    ...listeners.map(({ path }) => `"${path}" waits for it by its name`),
  ];
}

function fixFor(file: WorkflowFile, line: number): string {
  const isAtMargin = /^[^\s#-]/.test(lineAt(file, line)) && !/^[\w-]+:/.test(lineAt(file, line));
  return isAtMargin
    ? 'The line stands at column 1 and ends the text above it: indent it like the text it belongs to.'
    : 'Mend the line. Until then every push leaves a red run, and its runs carry the path as name.';
}

const doubtfulDraft = (file: WorkflowFile, error: ParseError): Draft => ({
  severity: 'warning',
  file: file.path,
  line: error.line ?? 1,
  blocks: 'nothing',
  message: `GitHub may not take this line: ${error.message}`,
  evidence: [quoteLine(file, error.line ?? 1)],
  fix: 'If it is misspelt or misplaced, GitHub rejects the whole file: mend it. What is newer than this check is fine.',
});
