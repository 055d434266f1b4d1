/** Simulated time; generous, because a slow machine makes simulated waits longer. */
const patienceMs = 45 * 60_000;
const usualPauseMs = 2000;

/**
 * Looks until there is something.
 *
 * @throws Error with `complaint()` when it has taken far too long
 */
export async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  complaint: () => string,
  pauseMs = usualPauseMs,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
