/** What to do about auto-merge, by what is armed, wished for and noted. Pure. */
import type { AutoMergeWish, AutoMerging } from './auto-merge.ts';

export type Became = Omit<AutoMerging, 'method'>;

/** The note of one that was handed to a merge queue. */
export const queued = 'queued';

export type AutoMergePlan =
  | { readonly step: 'arm' | 'rearm' | 'disarm' }
  | { readonly step: 'leave'; readonly became: Became };

/**
 * What people switch on or off stays so. Of an armed pull request a bot's hand, or the note of an
 * earlier run, says that the tool did it.
 */
export function planAutoMerge(wish: AutoMergeWish): AutoMergePlan {
  const { pull, method, note } = wish;
  const { autoMerge: armed } = pull;
  if (!armed) return method === 'off' ? leave({ state: 'off' }) : planArming(wish);
  const isOurs = armed.isByBot || armed.method === note;
  if (armed.method === method) {
    return leave({ state: 'armed', ...(isOurs ? { note: method } : {}) });
  }
  if (!isOurs) return leave({ state: 'armed', why: 'by-person' });
  if (method === 'off') return { step: 'disarm' };
  return isAllowed(wish) ? { step: 'rearm' } : leave({ state: 'refused', why: 'method', note });
}

function planArming(wish: AutoMergeWish): AutoMergePlan {
  const { isReady, note } = wish;
  if (!isAllowed(wish)) return leave({ state: 'refused', why: 'method' });
  if (!isReady) return leave({ state: 'waiting', why: 'not-ready' });
  if (note === undefined) return { step: 'arm' };
  return leave({ state: note === queued ? 'queued' : 'withdrawn', note });
}

const isAllowed = ({ method, allowed }: AutoMergeWish): boolean =>
  allowed?.includes(method) !== false;

type Left = Omit<Became, 'changed' | 'note'> & { readonly note?: string | undefined };

const leave = ({ note, ...result }: Left): AutoMergePlan => ({
  step: 'leave',
  became: { changed: false, note, ...result },
});
