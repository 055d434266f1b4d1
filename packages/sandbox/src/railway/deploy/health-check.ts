import { get } from 'node:http';
import type { Deployment } from '../model.ts';
import { pause } from '../pause.ts';
import type { Timings } from '../specification.ts';
import { PhaseFailure } from './record.ts';

/**
 * Asks the container until it answers 200; a redirect is not 200.
 * https://docs.railway.com/deployments/healthchecks
 */
export async function awaitHealthy(
  deployment: Deployment,
  path: string,
  timings: Timings,
): Promise<void> {
  const timeoutMs =
    timings.healthcheckTimeout ?? (deployment.instance.spec.healthcheckTimeout ?? 300) * 1000;
  const expired = new AbortController();
  const timer = setTimeout(() => expired.abort(), timeoutMs);
  const signal = AbortSignal.any([deployment.abort.signal, expired.signal]);
  try {
    for (;;) {
      requireContainer(deployment);
      if ((await answer(deployment.container?.port ?? 0, path, signal)) === 200) return;
      await pause(timings.healthcheckInterval, signal);
    }
  } catch (error) {
    if (!expired.signal.aborted || deployment.abort.signal.aborted) throw error;
    throw new PhaseFailure(
      'FAILED',
      `Healthcheck failed: "${path}" did not answer 200 within ${timeoutMs / 1000} s`,
    );
  } finally {
    clearTimeout(timer);
  }
}

function requireContainer({ container }: Deployment): void {
  switch (container?.state) {
    case 'crashed':
      throw new PhaseFailure('CRASHED', 'The container crashed before it was healthy');
    case 'exited':
      throw new PhaseFailure('FAILED', 'The container exited before it was healthy');
  }
}

const answer = (port: number, path: string, signal: AbortSignal): Promise<number | undefined> =>
  new Promise((resolve) => {
    const headers = { 'user-agent': 'RailwayHealthCheck/1.0' };
    get({ host: '127.0.0.1', port, path, headers, signal, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', () => resolve(undefined));
  });
