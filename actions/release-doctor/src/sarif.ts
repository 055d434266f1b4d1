/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import { oneLine } from '@release-train/action-kit/text';
import type { Finding, Rule, Severity } from './finding.ts';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  unknown: 'note',
};

export const renderSarif = (findings: readonly Finding[], rules: readonly Rule[]): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'release-doctor',
              informationUri: 'https://github.com/release-train/release-train',
              rules: rules.map(({ id, name, title }) => ({
                id,
                name,
                shortDescription: { text: title },
                helpUri: `https://github.com/release-train/release-train/blob/main/docs/rules/${id}.md`,
              })),
            },
          },
          results: findings.map((finding) => toResult(finding, rules)),
        },
      ],
    },
    null,
    2,
  )}\n`;

const toResult = (finding: Finding, rules: readonly Rule[]): Record<string, unknown> => ({
  ruleId: finding.rule,
  ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
  level: levels[finding.severity],
  message: { text: `${oneLine(finding.message, 400)} ${oneLine(finding.fix, 400)}` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: finding.file.split('/').map(encodeURIComponent).join('/') },
        region: { startLine: finding.line },
      },
    },
  ],
  properties: { stage: finding.stage, maskedBy: finding.maskedBy ?? null },
});
