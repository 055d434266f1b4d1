// node:timers, not the globals: a phase's limit is real even where a program's clock is not.
import { clearTimeout, setTimeout } from 'node:timers';
import type { Phase, PhaseTimes } from './probe.ts';

export interface PhaseWatch {
  readonly enter: (phase: Phase) => void;
  /** The phase it is in, or was in when it was left. */
  readonly current: () => Phase | undefined;
  readonly times: () => PhaseTimes;
  readonly leave: () => void;
}

/** Times the phases of one probe, all hops together, and tells which one overran its limit. */
export function watchPhases(
  limitsMs: PhaseTimes,
  onLate: (phase: Phase, limitMs: number) => void,
): PhaseWatch {
  const times = new Map<Phase, number>();
  const now: { phase?: Phase; sinceNs?: bigint; timer?: NodeJS.Timeout } = {};
  const leave = (): void => {
    clearTimeout(now.timer);
    if (now.phase === undefined || now.sinceNs === undefined) return;
    const spentMs = Number(process.hrtime.bigint() - now.sinceNs) / 1e6;
    times.set(now.phase, (times.get(now.phase) ?? 0) + spentMs);
    delete now.sinceNs;
  };
  const enter = (phase: Phase): void => {
    leave();
    Object.assign(now, { phase, sinceNs: process.hrtime.bigint() });
    const limitMs = limitsMs[phase];
    if (limitMs === undefined) return;
    now.timer = setTimeout(() => onLate(phase, limitMs), limitMs - (times.get(phase) ?? 0));
  };
  return { enter, leave, current: () => now.phase, times: () => Object.fromEntries(times) };
}
