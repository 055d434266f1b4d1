import { startDeadline } from './deadline.ts';
import { ProbeRefusal, phaseTimeout, sortFailure } from './failure.ts';
import { type HopAnswer, hop, type Trip } from './hop.ts';
import { type Network, thisNetwork } from './network.ts';
import { watchPhases } from './phase-watch.ts';
import type { Probe, ProbeAnswer, ProbeRequest } from './probe.ts';

const mostRedirects = 5;

/**
 * The adapter over node:http(s). Times are taken with process.hrtime, so they are real
 * even where a program's clock is simulated.
 */
export const probeOver =
  (network: Network): Probe =>
  async (request, signal) => {
    const start = process.hrtime.bigint();
    using deadline = startDeadline(request.timeoutMs, signal);
    const overrun = Promise.withResolvers<never>();
    const watch = watchPhases(request.phaseLimitsMs ?? {}, (phase, limitMs) => {
      overrun.reject(phaseTimeout(phase, limitMs));
      deadline.end();
    });
    const elapsedMs = (): number => Number(process.hrtime.bigint() - start) / 1e6;
    try {
      const trip = { network, signal: deadline.signal, watch };
      // Whatever a connection is stuck in, the deadline holds.
      const answer = await Promise.race([follow(request, trip), overrun.promise, deadline.passed]);
      watch.leave();
      return { kind: 'answer', ...answer, totalMs: elapsedMs(), phasesMs: watch.times() };
    } catch (error) {
      watch.leave();
      const phase = watch.current();
      const sorted = sortFailure(error, deadline.signal.aborted, phase);
      // A server that we gave up on may still be sending.
      deadline.end();
      return { kind: 'failure', ...sorted, totalMs: elapsedMs(), ...(phase ? { phase } : {}) };
    }
  };

export const httpProbe: Probe = probeOver(thisNetwork);

type Answer = HopAnswer & Pick<ProbeAnswer, 'finalUrl'>;

async function follow(request: ProbeRequest, trip: Trip): Promise<Answer> {
  let { url, headers, method } = request;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await hop({ ...request, url, headers, method }, trip);
    const location = isRedirect(answer.status) ? answer.headers['location'] : undefined;
    if (location === undefined || request.redirects === 'none') return { ...answer, finalUrl: url };
    const next = redirectTarget(location, url);
    if (next.origin !== url.origin) {
      if (request.redirects === 'same-origin') throw crossOrigin(next);
      // A caller's header (an API key, say) is meant for the origin it was written for.
      headers = {};
    }
    if (answer.status === 303 && method !== 'HEAD') method = 'GET';
    url = next;
  }
  throw new ProbeRefusal('redirect-blocked', `more than ${mostRedirects} redirects`, false);
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

function redirectTarget(location: string, from: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (next && (next.protocol === 'http:' || next.protocol === 'https:')) return next;
  throw new ProbeRefusal('redirect-blocked', 'redirected to something that is not http(s)', false);
}

const crossOrigin = (next: URL): ProbeRefusal =>
  new ProbeRefusal(
    'redirect-blocked',
    `redirected to another origin (${next.origin}); input "redirects" allows only the same one`,
    false,
  );
