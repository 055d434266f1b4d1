/** What GitHub told, or why it did not. */
import { HttpError } from '@release-train/http';

export type Told<T> =
  | { readonly kind: 'told'; readonly value: T }
  | {
      readonly kind: 'untold';
      /** `403 …`: GitHub's own words. */
      readonly reason: string;
      /** What would have to be granted; absent where no permission is missing. */
      readonly permission?: string;
    };

/** Anything but an answer of HTTP is a fault of ours, and thrown. */
export async function told<T>(permission: string, reading: Promise<T>): Promise<Told<T>> {
  try {
    return { kind: 'told', value: await reading };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    // GitHub answers 404, too, where a token may not know of something.
    const isMissing = error.code === 'forbidden' || error.code === 'not-found';
    return { kind: 'untold', reason: error.message, ...(isMissing ? { permission } : {}) };
  }
}

export const toldValue = <T>(told: Told<T> | undefined): T | undefined =>
  told?.kind === 'told' ? told.value : undefined;

/** What would tell it, for the fix of a finding. */
export const remedyFor = ({ permission }: Extract<Told<unknown>, { kind: 'untold' }>): string =>
  permission === undefined
    ? 'GitHub did not answer: run it again.'
    : `Pass a token as \`github-token\` (from a shell: GITHUB_TOKEN) that has ${permission}.`;
