/** Histories in shorthand: `{ a: 'x' }` is a commit that sets the path `a` to the content `x`. */
import { type Content, type Histories, type MeetingRecord, planPromotion } from './index.ts';

export type Files = Readonly<Record<string, string | null>>;

export interface Told {
  /** What the merge base holds. */
  readonly base: Files;
  /** One per commit, oldest first; they are `m1`, `m2`, …, one every ten seconds. */
  readonly main: readonly Files[];
  /** `s1`, `s2`, … */
  readonly staging: readonly Files[];
  readonly records?: readonly MeetingRecord[];
  readonly isComplete?: boolean;
  /** Seconds of each commit, where they matter. */
  readonly seconds?: Readonly<Record<string, number>>;
}

export const content = (text: string | null | undefined): Content =>
  text == null ? '' : `100644 ${text}`;

export function histories(told: Told): Histories {
  const { base, records = [], isComplete = false, seconds = {} } = told;
  const line = (commits: readonly Files[], letter: string) => {
    const now = new Map(Object.entries(base));
    return {
      start: [],
      entry: 0,
      commits: commits.map((files, index) => {
        const sha = `${letter}${index + 1}`;
        const changes = Object.entries(files).map(([path, text]) => {
          const before = content(now.get(path));
          now.set(path, text);
          return { path, before, after: content(text) };
        });
        return { sha, committedAt: seconds[sha] ?? (index + 1) * 10, changes };
      }),
    };
  };
  return {
    lines: { main: line(told.main, 'm'), staging: line(told.staging, 's') },
    records,
    isComplete,
  };
}

export const planOf = (told: Told) => planPromotion(histories(told));

/** The content the merge base is replaced by, `undefined` where it stays. */
export function baseOf(told: Told, path = 'a'): string | undefined {
  return planOf(told).base.get(path)?.replace('100644 ', '');
}

export const release = (source: string, landed: string, paths?: readonly string[]) =>
  ({
    kind: 'release',
    source,
    landed,
    ...(paths ? { paths: new Set(paths) } : {}),
  }) as const satisfies MeetingRecord;

export const sync = (source: string, landed: string) =>
  ({ kind: 'sync', source, landed }) as const satisfies MeetingRecord;
