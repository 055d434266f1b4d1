import type { ProbeAnswer } from './probe.ts';
import type { Redactor } from './redactor.ts';

// What helps to tell an app from a proxy, a challenge page or another host. Never cookies.
const telling = [
  'content-type',
  'content-length',
  'server',
  'via',
  'age',
  'retry-after',
  'x-cache',
];

/** An answer for people: status, the telling headers and the start of the body, without secrets. */
export function sampleOf(answer: ProbeAnswer, { show }: Redactor): string {
  const headers = telling.flatMap((name) => {
    const value = answer.headers[name];
    return value === undefined ? [] : [`${name}: ${show(value, 100)}`];
  });
  const { origin, pathname } = answer.finalUrl;
  const from = answer.remoteAddress ? ` from ${answer.remoteAddress}` : '';
  const head = `${answer.status}${from} ${show(origin + pathname, 200)}`;
  return [head, ...headers, ...(answer.body ? ['', show(answer.body, 400)] : [])].join('\n');
}
