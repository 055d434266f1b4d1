import { fittingBody } from '@release-train/github/managed-block';
import { blockKind, type Release } from './decide.ts';
import type { Place } from './place.ts';
import { renderBlock } from './render-block.ts';

/** Leaves room for the list. */
const mostNotes = 30_000;

/** The body: what people wrote, and our block, its list cut until all of it fits. */
export const pullBody = (
  release: Release,
  place: Place,
  { notes = '', current }: { readonly notes?: string | undefined; readonly current: string },
): string =>
  fittingBody(current, (most) => ({
    kind: blockKind,
    record: release.plan.record,
    text: renderBlock(release, place, { notes: cut(notes), most }),
  }));

const cut = (text: string): string =>
  text.length <= mostNotes ? text : `${text.slice(0, mostNotes)}\n\n… (cut)`;
