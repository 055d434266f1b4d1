/** What Railway showed, in words. Pure. */
import { codeSpan, duration, oneLine, table } from '@release-train/action-kit/text';
import { isProven, type ServiceSight } from './release.ts';
import type { Report } from './report.ts';

/** Why Railway's records decide, with the services and their status. */
export function releaseText({ release, reason }: Report): string {
  const last = release?.stretches.at(-1);
  const named = (states: readonly ServiceSight['state'][]): string =>
    (last?.services ?? [])
      .filter(({ state }) => states.includes(state))
      .map(({ name, status }) => `"${oneLine(name, 60)}" is ${status || 'not shown'}`)
      .join(', ');
  switch (reason) {
    case 'crashed':
      return `service ${named(['crashed', 'failed'])} on Railway`;
    case 'removed':
      return `service ${named(['removed'])} on Railway and nothing replaced it`;
    case 'superseded':
      return `a newer deployment is active: ${replacements(last?.services ?? [])}`;
    case 'crash-recovered':
      return 'a service was broken on Railway for a moment during the watch';
    case 'railway-unseen':
      return `Railway was seen from ${at(release?.stretches[0]?.fromMs)} to ${at(last?.untilMs)} of the window, last: ${named(['active', 'unseen'])}`;
    default:
      return reason;
  }
}

const at = (ms: number | undefined): string =>
  ms === undefined ? 'nowhere' : `${ms < 0 ? '-' : ''}${duration(Math.abs(ms))}`;

const replacements = (services: readonly ServiceSight[]): string =>
  services
    .flatMap(({ name, by }) => (by ? [`service "${oneLine(name, 60)}" by ${oneLine(by, 60)}`] : []))
    .join(', ');

/** The services judged, for the job summary. */
export function servicesTable({ release }: Report): string[] {
  const last = release?.stretches.at(-1);
  if (!release || !last) return [];
  const rows = last.services.map(({ name, deployment, state, status }) => [
    codeSpan(name),
    codeSpan(deployment),
    state === 'active' ? status : `**${state}** (${status || 'not shown'})`,
  ]);
  const proof = isProven(release)
    ? 'Railway showed these deployments, and no older ones, before the window and after it:'
    : 'Railway last showed:';
  return [proof, '', table(['service', 'deployment', 'Railway'], rows), ''];
}
