/** RD202: a secret tested where secrets cannot be, or through a variable that is none. */
import type { ParseError } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';
import { conditionSites, mistakenVariables } from '../variables.ts';

/** GitHub's parser about `secrets` in an `if`, the one context people expect there. */
export const isSecretsError = ({ message }: ParseError): boolean =>
  message.startsWith("Unrecognized named-value: 'secrets'");

export const varsSecretMixup: Rule = {
  id: 'RD202',
  name: 'vars-secret-mixup',
  stage: 'D',
  title: 'An `if` tests a variable that is stored as a secret, or a secret itself.',
  check: (repository) => [...secretTests(repository), ...mixups(repository)],
};

function secretTests({ files }: Repository): readonly Draft[] {
  return files.flatMap((file) => {
    const lines = new Set(file.errors.filter(isSecretsError).map(({ line = 1 }) => line));
    return [...lines].toSorted((a, b) => a - b).map((line) => secretTest(file, line));
  });
}

const secretTest = (file: WorkflowFile, line: number): Draft => ({
  severity: 'error',
  file: file.path,
  line,
  blocks: 'workflow',
  message: `"${file.path}" reads \`secrets\` where GitHub does not offer it, so the whole file is rejected`,
  evidence: [quoteLine(file, line)],
  fix: 'Map the secret to `env` in a step and test `env` there, or create a variable such as MONITOR_ENABLED.',
});

function mixups(repository: Repository): readonly Draft[] {
  const mistaken = mistakenVariables(repository);
  return conditionSites(repository).flatMap(({ file, job, line, variables }) =>
    variables.flatMap((name) => {
      const use = mistaken.get(name);
      if (!use) return [];
      const draft: Draft = {
        severity: use.isProven ? 'error' : 'warning',
        file: file.path,
        line,
        job: job.id,
        blocks: 'nothing',
        message: `the condition tests \`vars.${name}\`, but "${name}" is stored as a secret`,
        evidence: [quoteLine(file, line), use.evidence],
        fix: `A variable that does not exist is '', and a secret cannot be tested in \`if\`. Map the secret to \`env\` in a first step and output whether it is set, or create a variable that switches this on.`,
      };
      return [draft];
    }),
  );
}
