/** From findings to outputs, summary, annotations and failure text. */

import type { Annotation } from '@release-train/action-kit';
import { codeSpan, forMarkdown, oneLine, table } from '@release-train/action-kit/text';
import type { DoctorOutcome, Inputs } from './contract.ts';
import { decideVerdict, fateOf, isFailure, type Verdict } from './decide.ts';
import type { Finding, Severity, Stage } from './finding.ts';
import { renderMermaid } from './mermaid.ts';
import type { Repository } from './repository.ts';

export interface Diagnosis {
  readonly repository: Pick<Repository, 'files' | 'graph'>;
  readonly findings: readonly Finding[];
  readonly sarifFile: string;
}

export const stages: Readonly<Record<Stage, string>> = {
  A: 'the event is produced',
  B: 'the workflow is selected',
  C: 'the run starts',
  D: 'jobs and steps do the right thing',
};

export function renderOutcome(diagnosis: Diagnosis, failOn: Inputs['fail-on']): DoctorOutcome {
  const { repository, findings, sarifFile } = diagnosis;
  const isEmpty = repository.files.length === 0;
  const verdict = isEmpty ? 'unknown' : decideVerdict(findings);
  const isRed = isEmpty ? failOn !== 'never' : isFailure(findings, failOn);
  return {
    outputs: {
      verdict,
      findings: findings.map(toOutput),
      errors: countOf(findings, 'error'),
      warnings: countOf(findings, 'warning'),
      'sarif-file': sarifFile,
    },
    summary: renderSummary(diagnosis, verdict),
    ...(isRed ? { failure: renderFailure(diagnosis) } : {}),
  };
}

const toOutput = (finding: Finding): Record<string, unknown> => ({
  rule: finding.rule,
  name: finding.name,
  severity: finding.severity,
  stage: finding.stage,
  file: finding.file,
  line: finding.line,
  message: finding.message,
  evidence: finding.evidence,
  fix: finding.fix,
  'masked-by': finding.maskedBy ?? null,
  doc: finding.doc,
});

export const countOf = (findings: readonly Finding[], wanted: Severity): number =>
  findings.filter(({ severity }) => severity === wanted).length;

/** One line for the log. */
export const renderLine = ({ rule, severity, file, line, message, maskedBy }: Finding): string =>
  `${severity} ${rule} ${file}:${line} ${oneLine(message, 300)}${maskedBy ? ` (masked by ${oneLine(maskedBy)})` : ''}`;

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  error: 'error',
  warning: 'warning',
  unknown: 'notice',
};

export const renderAnnotation = (finding: Finding): Annotation => ({
  level: levels[finding.severity],
  file: finding.file,
  line: finding.line,
  title: `${finding.rule} ${finding.name}`,
  message: [
    oneLine(finding.message, 400),
    ...(finding.maskedBy
      ? [`Masked by ${finding.maskedBy}: it shows only once that is mended.`]
      : []),
    oneLine(finding.fix, 400),
    finding.doc,
  ].join('\n'),
});

const headline: Readonly<Record<Verdict, string>> = {
  clean: 'no rule found anything',
  findings: 'some of it does not work',
  unknown: 'nothing was found, but something could not be told',
};

function renderSummary({ repository, findings }: Diagnosis, verdict: Verdict): string {
  const { files } = repository;
  const numbers = (['error', 'warning', 'unknown'] as const)
    .map((severity) => `${countOf(findings, severity)} ${severity}`)
    .join(' · ');
  return [
    `### release-doctor: ${verdict}`,
    '',
    `${headline[verdict]} · ${files.length} workflow files · ${numbers}`,
    '',
    ...(findings.length > 0
      ? [table(['stage', 'rule', 'where', 'what', 'fix'], findings.map(findingRow)), '']
      : []),
    ...(files.length > 0
      ? [
          table(
            ['workflow', 'file', 'verdict'],
            files.map(({ declaredName, path }) => [
              forMarkdown(declaredName),
              codeSpan(path),
              fateOf(path, findings),
            ]),
          ),
          '',
          '```mermaid',
          `${renderMermaid(repository, findings)}\`\`\``,
          '',
        ]
      : []),
  ].join('\n');
}

const findingRow = (finding: Finding): readonly string[] => [
  `${finding.stage}: ${stages[finding.stage]}`,
  `[${finding.rule}](${finding.doc}) ${finding.severity}`,
  codeSpan(`${finding.file}:${finding.line}`),
  forMarkdown(finding.message, 400) +
    (finding.maskedBy ? `<br/>masked by ${codeSpan(finding.maskedBy)}` : ''),
  forMarkdown(finding.fix, 400),
];

function renderFailure({ repository, findings }: Diagnosis): { message: string; hint: string } {
  if (repository.files.length === 0) {
    return {
      message: 'the folder holds no workflow file (*.yml, *.yaml), so nothing was checked',
      hint: 'Give "path" the folder of the workflow files.',
    };
  }
  const [first] = findings;
  const rest = findings.length - 1;
  return {
    message: first
      ? `${renderLine(first)}${rest > 0 ? ` — and ${rest} more` : ''}`
      : 'something could not be told',
    hint: first ? `${oneLine(first.fix, 400)} ${first.doc}` : '',
  };
}
