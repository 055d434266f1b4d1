/**
 * Preloaded with `NODE_OPTIONS=--import=…/short-patience.ts`: limits of a minute and more
 * (node:timers, which programs take for real deadlines) pass 20 times as fast.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';

const real = timers.setTimeout;
const hasty = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
  real(callback, ms >= 60_000 ? ms / 20 : ms, ...args);
Object.assign(timers, { setTimeout: Object.assign(hasty, real) });
syncBuiltinESMExports();
