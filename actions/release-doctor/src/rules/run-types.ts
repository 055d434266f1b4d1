/** RD105: a `workflow_run` trigger that also fires before there is a conclusion. */
import { workflowRunOf } from '@release-train/workflows';
import type { Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';

export const runTypes: Rule = {
  id: 'RD105',
  name: 'wr-types',
  stage: 'D',
  title:
    'A `workflow_run` trigger reads the conclusion, but also fires when there is none, or only then.',
  check: ({ files }) =>
    files.flatMap((file) => {
      const trigger = workflowRunOf(file.workflow);
      const types = trigger?.filters.types;
      if (!trigger || types?.patterns.includes('completed')) return [];
      const reads = file.lines.findIndex((line) => /workflow_run\.conclusion/.test(line)) + 1;
      if (reads === 0) return [];
      const isNever = types !== undefined;
      const line = types?.line ?? trigger.line;
      return [
        {
          severity: isNever ? 'error' : 'warning',
          file: file.path,
          line,
          blocks: 'nothing',
          message: isNever
            ? 'the trigger fires before the upstream run has a conclusion, and the conclusion is read'
            : 'the trigger also fires when the upstream run is requested and in progress, where the conclusion is null',
          evidence: [quoteLine(file, line), quoteLine(file, reads)],
          fix: 'Write `types: [completed]`.',
        } as const,
      ];
    }),
};
