/** An application that answers by the time of the watch. */
import { setTimeout as inRealTime } from 'node:timers/promises';
import { loopbackServer } from '@release-train/testing/loopback-server';

export interface Answer {
  readonly status?: number;
  readonly body?: string;
  /** Real time until it comes: probes measure their latency by a clock that is not scaled. */
  readonly afterMs?: number;
}

/** The grace before the window; the default of the input. */
const graceSeconds = 30;

/** @param answer by seconds since the window began, negative in the grace, and number of the request */
export async function openEndpoint(answer: (second: number, count: number) => Answer) {
  const since = { ms: 0 };
  return await loopbackServer((_, response, count) => {
    since.ms ||= Date.now();
    const second = (Date.now() - since.ms) / 1000 - graceSeconds;
    const { status = 200, body = 'ok', afterMs = 0 } = answer(second, count);
    const reply = () => response.writeHead(status).end(body);
    if (afterMs === 0) reply();
    else void inRealTime(afterMs).then(reply);
  });
}

export const failing: Answer = { status: 500 };
export const fine: Answer = {};
