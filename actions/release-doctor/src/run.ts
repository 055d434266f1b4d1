/** Reads all workflows together, lets every rule look at them, and reports in order of stages. */
import type { Runner } from '@release-train/action-kit';
import type { DoctorOutcome, Inputs } from './contract.ts';
import { diagnose } from './decide.ts';
import type { Connection, History, RepositoryEvent, Tree } from './ports.ts';
import { renderAnnotation, renderLine, renderOutcome } from './render.ts';
import { rules } from './rules/index.ts';
import { renderSarif } from './sarif.ts';
import { studyRepository } from './study.ts';

export interface Ports {
  readonly tree: Tree;
  readonly history: History;
  readonly connection?: Connection;
  readonly event: RepositoryEvent;
  readonly runner: Pick<Runner, 'annotate' | 'info' | 'keep'>;
}

export async function run(inputs: Inputs, ports: Ports): Promise<DoctorOutcome> {
  const repository = await studyRepository(ports, {
    ...(inputs.vars ? { vars: inputs.vars } : {}),
    secretNames: inputs['secret-names'] ?? [],
    event: ports.event,
  });
  const findings = diagnose(repository, rules);
  for (const finding of findings) {
    ports.runner.info(renderLine(finding));
    ports.runner.annotate(renderAnnotation(finding));
  }
  const sarifFile = ports.runner.keep('release-doctor', renderSarif(findings, rules), 'sarif');
  return renderOutcome({ repository, findings, sarifFile }, inputs['fail-on']);
}
