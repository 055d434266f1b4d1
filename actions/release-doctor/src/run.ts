/** Reads all workflows together, lets every rule look at them, and reports in order of stages. */
import { badInput, type Runner } from '@release-train/action-kit';
import type { DoctorOutcome, Inputs } from './contract.ts';
import { diagnose } from './decide.ts';
import type { History, RepositoryEvent, Tree } from './ports.ts';
import { renderAnnotation, renderLine, renderOutcome } from './render.ts';
import { rules } from './rules/index.ts';
import { renderSarif } from './sarif.ts';
import { studyRepository } from './study.ts';

export interface Ports {
  readonly tree: Tree;
  readonly history: History;
  readonly event: RepositoryEvent;
  readonly runner: Pick<Runner, 'annotate' | 'info' | 'keep'>;
}

export async function run(inputs: Inputs, ports: Ports): Promise<DoctorOutcome> {
  if (inputs.live) throw badInput([{ input: 'live', problem: NOT_LIVE }]);
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

const NOT_LIVE =
  'is true, but this version reads files and git only and asks GitHub nothing: run history (RD000), workflow state (RD108), environments and the real rules of branches (RD204, RD305, RD306) are not looked at. Leave it false';
