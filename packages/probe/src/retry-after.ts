import type { ProbeAnswer } from './probe.ts';

/**
 * How long the answer asks to be left alone, in milliseconds: seconds, or a date read by the
 * server's own clock. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs({ headers }: Pick<ProbeAnswer, 'headers'>): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const ms = Date.parse(text) - Date.parse(headers['date'] ?? '');
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
