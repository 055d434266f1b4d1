/** What was learned, or why it was not: nothing is guessed. */
import { oneLine } from '@release-train/action-kit/text';

export type Learned<T> =
  | { readonly isKnown: true; readonly value: T }
  | { readonly isKnown: false; readonly gap: Gap };

export interface Gap {
  readonly code: GapCode;
  /** In a service's own words, English; '' where the code says it all. */
  readonly detail: string;
}

export type GapCode =
  | 'bad-token'
  | 'no-permission'
  | 'not-found'
  | 'rate-limited'
  | 'unreachable'
  | 'refused'
  /** Older than GitHub is sure to keep. */
  | 'expired'
  /** Railway's list does not reach back so far. */
  | 'out-of-reach'
  /** There is more than was read. */
  | 'cut'
  | 'no-railway-token'
  /** Nothing of the kind is recorded anywhere. */
  | 'no-record';

export const known = <T>(value: T): Learned<T> => ({ isKnown: true, value });

export const unknown = (code: GapCode, detail = ''): Learned<never> => ({
  isKnown: false,
  gap: { code, detail },
});

export const ifKnown = <T>(learned: Learned<T>): T | undefined =>
  learned.isKnown ? learned.value : undefined;

export const gapOf = (learned: Learned<unknown>): readonly Gap[] =>
  learned.isKnown ? [] : [learned.gap];

const codes: Readonly<Record<string, GapCode>> = {
  forbidden: 'no-permission',
  unauthorized: 'bad-token',
  'no-access': 'no-permission',
  'wrong-token': 'bad-token',
  'not-found': 'not-found',
  'rate-limited': 'rate-limited',
  unreachable: 'unreachable',
  timeout: 'unreachable',
  'server-error': 'unreachable',
  unreadable: 'unreachable',
};

/**
 * Reads, and turns a refusal into something to be told.
 *
 * @throws what is no refusal but a bug
 */
export async function learn<T>(read: () => Promise<T>): Promise<Learned<T>> {
  try {
    return known(await read());
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'hint' in error)) throw error;
    return unknown(codes[String(error.code)] ?? 'refused', oneLine(error.message, 300));
  }
}
