// node:timers, not the globals: this is about the process, not about a program's clock.
import { setTimeout } from 'node:timers';
import { v8 } from './lazy-builtins.ts';

/** A process that has ended by then pays nothing: told at once, it would start a fifth slower. */
const afterMs = 250;

/**
 * Tells V8 to favour memory over speed, for a process that mostly waits. Every probe leaves the
 * objects of a connection behind, for which V8 would otherwise grow its young generation to 100 MiB
 * and more before it looks at them. To be called once.
 * https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function keepHeapSmall(): void {
  const setFlags = (): void => v8().setFlagsFromString('--optimize-for-size');
  setTimeout(setFlags, afterMs).unref();
}
