/** Ends a run that came to its verdict without a watch: told, put on record, and given out. */
import type { EventContext } from '@release-train/action-kit';
import type { Ended } from './arrival.ts';
import type { Inputs, MonitorOutcome } from './contract.ts';
import { identityAt } from './identity.ts';
import { isFinal } from './judgement.ts';
import { type LedgerPorts, record } from './ledger.ts';
import { type Short, shortOutcome } from './short-outcome.ts';
import type { TellPorts } from './tell/tell.ts';
import { placeName, tellOfShort } from './tell/tell-of.ts';
import { whyText } from './why-text.ts';

export interface EndPorts extends LedgerPorts, TellPorts {
  readonly context: EventContext;
  /** Writes a file of the report into a folder. */
  readonly save: (folder: string, name: string, text: string) => void;
}

interface Ending {
  readonly short: Short;
  /** Empty where nobody named one. */
  readonly commit: string;
  readonly inputs: Inputs;
}

export async function endShort(
  { short, commit, inputs }: Ending,
  ports: EndPorts,
): Promise<MonitorOutcome> {
  const { warning, ...outcome } = shortOutcome(short, commit, inputs);
  ports.log[warning ? 'warning' : 'info'](warning ?? `${short.verdict}: ${whyText(short.why)}`);
  saveReport(outcome.outputs.report, inputs, ports);
  await tellOfShort({ short, commit, inputs, summary: outcome.summary }, ports);
  const { identity, onRecord = short } = short;
  if (identity && commit && isFinal(onRecord.verdict)) {
    await record({ commit, identity }, onRecord, ports);
  }
  return outcome;
}

/** Where input `report-dir` asks for it. */
export function saveReport(
  report: unknown,
  { 'report-dir': folder }: Inputs,
  { save }: Pick<EndPorts, 'save'>,
): void {
  if (folder !== undefined) save(folder, 'post-deploy-monitor.json', `${JSON.stringify(report)}\n`);
}

/** A deployment that Railway ended before it could be watched. */
export const shortOf = ({ of, ...ended }: Ended): Short => ({
  ...ended,
  ...(of ? { identity: identityAt(of.place, of.deployments), where: placeName(of.place) } : {}),
});
