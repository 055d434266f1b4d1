/** RD107, live half: runs that show that GitHub cannot read the file. */
import type { Draft } from '../finding.ts';
import { runText } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

/** The newest run tells: earlier ones may be of a file since mended. */
export const failedStarts = ({ files, live }: Repository): readonly Draft[] =>
  files.flatMap((file) => {
    const recent = toldValue(live?.recent) ?? [];
    const known = toldValue(live?.runs.get(file.path)) ?? [];
    const [newest] = [...known, ...recent]
      .filter(({ path }) => path === file.path)
      .toSorted((one, other) => other.createdAt - one.createdAt);
    if (newest?.conclusion !== 'startup_failure') return [];
    return [
      {
        severity: 'error' as const,
        file: file.path,
        line: 1,
        stage: 'C' as const,
        blocks: 'workflow' as const,
        message: `the newest run of "${file.declaredName}" failed at its start: GitHub took none of its jobs`,
        evidence: [runText(newest), ...nameEvidence(file, newest.name)],
        fix: 'Open the run: GitHub names the line, or the action that is not allowed.',
      },
    ];
  });

const nameEvidence = ({ declaredName, path }: WorkflowFile, name: string): readonly string[] =>
  name === path && declaredName !== path
    ? [`the run is called by its path, so whoever waits for "${declaredName}" does not see it`]
    : [];
