/** Findings for a person at a terminal. */
import { oneLine } from '@release-train/action-kit/text';
import { decideVerdict, type Fate, fateOf } from './decide.ts';
import type { Finding, Stage } from './finding.ts';
import { countOf } from './render.ts';
import type { Repository } from './repository.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green';

/** Colours a text, or leaves it: NO_COLOR, a pipe. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

const questions: Readonly<Record<Stage, string>> = {
  A: 'is the event produced?',
  B: 'is the workflow selected?',
  C: 'does the run start?',
  D: 'do jobs and steps run, and do the right thing?',
};

const tones: Readonly<Record<Finding['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  unknown: 'cyan',
};

export function renderTerminal(
  { files }: Pick<Repository, 'files'>,
  findings: readonly Finding[],
  paint: Paint = plain,
): string {
  const verdict = files.length === 0 ? 'unknown' : decideVerdict(findings);
  const width = Math.max(0, ...files.map(({ path }) => path.length));
  const counts = `${files.length} workflow files, ${countOf(findings, 'error')} errors, ${countOf(findings, 'warning')} warnings, ${countOf(findings, 'unknown')} unknown`;
  return [
    ...findings.flatMap((finding, at) => [
      ...heading(findings, at, paint),
      ...lines(finding, paint),
      '',
    ]),
    ...files.map(({ path }) => {
      const fate = fateOf(path, findings);
      return `${oneLine(path).padEnd(width)}  ${paint(toneOf(fate), fate)}`;
    }),
    '',
    ...(files.length === 0
      ? ['no workflow file (*.yml, *.yaml) was found: nothing was checked', '']
      : []),
    `${paint(verdict === 'clean' ? 'green' : 'bold', verdict)}: ${counts}`,
    '',
  ].join('\n');
}

function toneOf(fate: Fate): Style {
  if (fate === 'fires') return 'green';
  return fate === 'unknown' ? 'cyan' : 'red';
}

/** Findings come by stage: a line where a new one begins, and one before what could not be told. */
function heading(findings: readonly Finding[], at: number, paint: Paint): readonly string[] {
  const titleOf = (finding: Finding | undefined): string | undefined => {
    if (!finding) return undefined;
    return finding.severity === 'unknown'
      ? 'Could not be told'
      : `Stage ${finding.stage}: ${questions[finding.stage]}`;
  };
  const title = titleOf(findings[at]);
  return title === undefined || title === titleOf(findings[at - 1])
    ? []
    : [paint('bold', title), ''];
}

const lines = (finding: Finding, paint: Paint): readonly string[] => [
  `${paint(tones[finding.severity], finding.severity)}  ${paint('bold', `${oneLine(finding.file)}:${finding.line}`)}  ${finding.rule} ${finding.name}`,
  `  ${oneLine(finding.message, 400)}`,
  ...finding.evidence.map((text) => paint('dim', `    ${oneLine(text, 300)}`)),
  ...(finding.maskedBy
    ? [`  masked by ${oneLine(finding.maskedBy)}: it shows only once that is mended`]
    : []),
  `  fix: ${oneLine(finding.fix, 400)}`,
  paint('dim', `  ${finding.doc}`),
];
