import { Duration, inputType, splitList } from '@release-train/action-kit';
import { type PhaseTimes, phases } from './probe.ts';

/** Input `phase-timeouts`. */
export const PhaseLimits = inputType(
  `a list of limits such as connect=2s, each for one of ${phases.join(', ')}`,
  (text): PhaseTimes | undefined => {
    const limits = splitList(text).map(parseLimit);
    const named = limits.map(([name]) => name);
    const twice = named.find((name, index) => named.indexOf(name) < index);
    if (twice !== undefined) throw new Error(`"${twice}" occurs twice`);
    return Object.fromEntries(limits);
  },
);

function parseLimit(item: string): readonly [string, number] {
  const [name = '', limit = ''] = item.split('=').map((part) => part.trim());
  const phase = phases.find((known) => known === name);
  const ms = Duration.safeParse(limit).data;
  if (!phase || !ms) throw new Error(`"${item}" is not one`);
  return [phase, ms];
}
