/** Findings for a person at a terminal. */
import { oneLine } from '@release-train/action-kit/text';
import { decideVerdict, fateOf } from './decide.ts';
import type { Finding } from './finding.ts';
import { countOf, stages } from './render.ts';
import type { Repository } from './repository.ts';

export function renderTerminal(
  { files }: Pick<Repository, 'files'>,
  findings: readonly Finding[],
): string {
  const verdict = files.length === 0 ? 'unknown' : decideVerdict(findings);
  const width = Math.max(0, ...files.map(({ path }) => path.length));
  return [
    ...findings.flatMap((finding) => [...lines(finding), '']),
    ...files.map(({ path }) => `${path.padEnd(width)}  ${fateOf(path, findings)}`),
    '',
    `${verdict}: ${files.length} workflow files, ${countOf(findings, 'error')} errors, ${countOf(findings, 'warning')} warnings, ${countOf(findings, 'unknown')} unknown`,
    '',
  ].join('\n');
}

const lines = (finding: Finding): readonly string[] => [
  `${oneLine(finding.file)}:${finding.line}  ${finding.rule} ${finding.name}  ${finding.severity}, stage ${finding.stage} (${stages[finding.stage]})`,
  ...(finding.maskedBy ? [`  masked by ${oneLine(finding.maskedBy)}`] : []),
  `  ${oneLine(finding.message, 400)}`,
  ...finding.evidence.map((text) => `    ${oneLine(text, 300)}`),
  `  fix: ${oneLine(finding.fix, 400)}`,
  `  ${finding.doc}`,
];
