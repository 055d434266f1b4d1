/** Aborts a controller when a signal is aborted, or was. */
export function followSignal(signal: AbortSignal, controller: AbortController): void {
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort(), { once: true });
}
