/** Whether the story went as it should. Pure. */
import type { ActOne, FailedAct } from './acts.ts';
import { newestOf } from './railway-client.ts';

/** What did not, in sentences; none where all did. */
export function faultsOf(first: ActOne, second: FailedAct, third: FailedAct): readonly string[] {
  return [
    ...(first.verdict === 'healthy' ? [] : [`act one: the monitor said "${first.verdict}"`]),
    ...rolledBackFaults(second).map((fault) => `act two: ${fault}`),
    ...refusedFaults(third).map((fault) => `act three: ${fault}`),
  ];
}

function rolledBackFaults({
  verdict,
  taken,
  why,
  services,
  revert,
  production,
  sha,
}: FailedAct): string[] {
  const verified = Object.values(services).filter(({ isVerified }) => isVerified);
  const isBack = newestOf(production).every(
    ({ status, commit }) => status === 'SUCCESS' && commit !== sha,
  );
  return [
    ...(verdict === 'failed' ? [] : [`the monitor said "${verdict}"`]),
    ...(taken === 'rolled-back' ? [] : [`what was done is "${taken}": ${why}`]),
    ...(verified.length === 3 ? [] : [`${verified.length} services are verified, not 3`]),
    ...(isBack ? [] : ['production does not serve an earlier release']),
    ...(revert ? [] : ['there is no revert pull request']),
  ];
}

function refusedFaults({ verdict, taken, why, production, sha }: FailedAct): string[] {
  const isUntouched = newestOf(production).every(({ commit }) => commit === sha);
  return [
    ...(verdict === 'failed' ? [] : [`the monitor said "${verdict}"`]),
    ...(taken === 'rollback-refused' ? [] : [`what was done is "${taken}": ${why}`]),
    ...(/db\/migrations\//.test(why) ? [] : [`the migration is not named: ${why}`]),
    ...(isUntouched ? [] : ['something was deployed after the release']),
  ];
}
