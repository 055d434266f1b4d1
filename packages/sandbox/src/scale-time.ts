/**
 * Preloaded with `NODE_OPTIONS=--import=…/scale-time.ts`: scales what a program sees as time
 * (Date, performance.now, process.uptime, setTimeout, setInterval) and nothing else. Socket and request timeouts
 * (node's internal timers, AbortSignal.timeout) and process.hrtime stay real: a loopback network
 * is not slower because the story runs fast.
 */
import { CLOCK_VARIABLE, parseClock, simulatedMs } from './clock.ts';

const text = process.env[CLOCK_VARIABLE];
if (text) install(text);

function install(spec: string): void {
  const clock = parseClock(spec);
  const RealDate = globalThis.Date;
  const realNow = RealDate.now.bind(RealDate);
  const realPerformanceNow = performance.now.bind(performance);
  const realUptime = process.uptime.bind(process);
  const now = (): number => Math.floor(simulatedMs(clock, realNow()));
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  performance.now = () => realPerformanceNow() * clock.speed;
  process.uptime = () => realUptime() * clock.speed;
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const real = globalThis[name];
    const scaled = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      real(callback, ms / clock.speed, ...args);
    Object.assign(globalThis, { [name]: Object.assign(scaled, real) });
  }
}
