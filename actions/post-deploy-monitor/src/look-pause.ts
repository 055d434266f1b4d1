/** How long to pause between two looks at Railway. Pure. */
import type { Usage } from '@release-train/railway';

/** Left for the end of the run, and for others who share the token. */
const reserve = (limit: number): number => Math.max(5, Math.ceil(limit / 10));

/**
 * `usualMs`, or longer where the requests Railway still allows would not last for `leftMs`: a Free
 * plan has 100 an hour. https://docs.railway.com/integrations/api
 */
export function lookPauseMs(
  { remaining, limit = 0 }: Usage,
  { usualMs, leftMs }: { readonly usualMs: number; readonly leftMs: number },
): number {
  if (remaining === undefined) return usualMs;
  const looks = remaining - reserve(limit);
  return Math.max(usualMs, looks > 1 ? leftMs / looks : leftMs);
}

/** While the deployment is on its way: often at first, when most of them arrive. */
export function waitingPauseMs(elapsedMs: number): number {
  if (elapsedMs < 60_000) return 5000;
  return elapsedMs < 300_000 ? 10_000 : 15_000;
}
