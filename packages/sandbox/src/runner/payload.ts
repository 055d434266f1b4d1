/** Reads one field of a webhook payload; undefined where any level is missing. */
export const fieldAt = (payload: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), payload);

/** As text; '' where it is missing or no text. */
export function textAt(payload: unknown, ...keys: readonly string[]): string {
  const value = fieldAt(payload, ...keys);
  return typeof value === 'string' ? value : '';
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
