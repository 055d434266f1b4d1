import { codeBlock, codeSpan, duration } from '@release-train/action-kit/text';
import { decideEndpoint, type Policy, type Story } from './decide.ts';

const meaning: Readonly<Record<string, string>> = {
  status: 'The app answers, but with another status than expected.',
  assertion: 'The status is right, the answer is not.',
  revision: 'Something answers, but not from the expected revision.',
  throttled: 'A limiter turned the probe away, which says nothing about users.',
  dns: 'The name could not be resolved.',
  connect: 'No connection came about.',
  tls: 'The connection came about, the TLS session did not.',
  timeout: 'No complete answer came in time.',
  reset: 'The connection broke before the answer was complete.',
  decode: 'What came back is not readable HTTP.',
  'body-too-large': 'The body is larger than a probe reads.',
  'redirect-blocked': 'It redirects to where this check does not follow.',
  'address-blocked': 'The address is none of the public Internet, so nothing was sent.',
  proxy: 'The proxy of the environment let nothing through, so the app was not asked.',
};

/** The last failure of the endpoint that matters most, explained, with what came back. */
export function renderLastFailure(stories: readonly Story[], policy: Policy): string[] {
  const failed = stories.flatMap(({ name, isCritical, samples }) => {
    const { state, lastFailure } = decideEndpoint(samples, policy);
    const rank = (state === 'healthy' ? 2 : 0) + (isCritical ? 0 : 1);
    return lastFailure
      ? [{ name, rank, lastFailure, number: samples.indexOf(lastFailure) + 1 }]
      : [];
  });
  const [worst] = failed.sort((a, b) => a.rank - b.rank);
  if (!worst) return [];
  const { judged, endedMs } = worst.lastFailure;
  const side = judged.side === 'app' ? '' : ' It does not count against the app.';
  return [
    `**Last failure of ${codeSpan(worst.name)}**, probe ${worst.number}, after ${duration(endedMs)}: ${codeSpan(judged.reason)}`,
    '',
    `${meaning[judged.kind] ?? ''}${side}`.trim(),
    '',
    ...(judged.sample === undefined ? [] : [codeBlock(judged.sample, 1_000), '']),
  ];
}
