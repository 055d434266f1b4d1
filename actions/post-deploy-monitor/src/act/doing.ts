/** What acting needs, put together from inputs and ports; nothing where it is not asked for. */
import { ActionError, type Log, oneLine } from '@release-train/action-kit';
import type { Endpoint } from '@release-train/probe';
import type { Deployer, Railway } from '@release-train/railway';
import type { Inputs } from '../contract.ts';
import type { WatchPorts } from '../flights.ts';
import { placeOf } from '../identity.ts';
import type { Judgements } from '../judgement.ts';
import type { Revert } from '../revert/revert.ts';
import type { Doing } from './act.ts';
import type { Claims } from './claim.ts';
import type { Leftover, RollbackPorts } from './roll-back.ts';

export interface DoingPorts extends WatchPorts {
  readonly log: Log;
  readonly railway?: (Railway & Deployer) | undefined;
  readonly judgements?: Judgements | undefined;
  readonly claims?: Claims | undefined;
  readonly revert?: Revert | undefined;
  readonly context: { readonly runUrl: string };
}

export function doingOf(
  inputs: Inputs,
  endpoints: readonly Endpoint[],
  ports: DoingPorts,
): Doing | undefined {
  const wanted = inputs['on-failure'];
  const rollback = wanted.includes('rollback') ? rollbackPorts(ports) : undefined;
  const revert = wanted.includes('revert-pr') ? ports.revert : undefined;
  if (!rollback && !revert) return undefined;
  const { probe, clock, signal, context } = ports;
  return {
    ...{ probe, clock, signal, endpoints, rollback, revert },
    language: inputs.language,
    isDryRun: inputs['dry-run'],
    run: context.runUrl,
  };
}

function rollbackPorts(ports: DoingPorts): RollbackPorts | undefined {
  const { railway, claims, judgements, clock, log, context } = ports;
  if (!railway || !claims || !judgements) return undefined;
  return { railway, claims, judgements, clock, log, run: context.runUrl };
}

/** What a run before this one was cut off at. */
export async function leftoverOf(inputs: Inputs, doing: Doing): Promise<Leftover | undefined> {
  const { rollback } = doing;
  if (!rollback || inputs['dry-run']) return undefined;
  try {
    const place = await rollback.railway.readPlace(inputs);
    const services = await rollback.railway.readServices(place);
    const identity = { place: placeOf(place) };
    const { finishWhatWasBegun } = await import('./act.ts');
    return await finishWhatWasBegun({ place, services, identity }, rollback, doing);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    rollback.log.warning(
      `whether a run before this one was cut off while it rolled back cannot be told: ${oneLine(error.message, 300)}`,
    );
    return undefined;
  }
}
