/** Probes a port of this machine 20,000 times and tells the resident set on the way. */
import { keepHeapSmall } from '../../packages/probe/src/heap.ts';
import { httpProbe } from '../../packages/probe/src/http-probe.ts';

keepHeapSmall();
const url = new URL(`http://127.0.0.1:${process.argv[2]}/`);
const marks = new Set([1, 100, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000]);
for (let count = 1; count <= 20_000; count += 1) {
  const { kind } = await httpProbe({
    url,
    method: 'GET',
    headers: {},
    timeoutMs: 10_000,
    allowPrivate: true,
    tlsVerify: true,
    redirects: 'none',
    ipFamily: 'auto',
  });
  if (kind !== 'answer') throw new Error(`probe ${count} failed`);
  if (marks.has(count)) console.log(`${count} ${process.memoryUsage.rss()}`);
}
