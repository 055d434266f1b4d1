import { withBlock } from '@release-train/github/managed-block';
import type { Decision } from './decide.ts';
import { type Place, renderBlock } from './render.ts';

export const blockKind = 'release';

/**
 * GitHub refuses bodies over 65,536 characters, and counts them in a way of its own: some room
 * stays free.
 */
const mostCharacters = 60_000;

const ladder = [100, 50, 20, 0];

type Release = Extract<Decision, { kind: 'release' }>;

/** The body with what people wrote and our block, its list cut until all of it fits. */
export function pullBody(
  release: Release,
  place: Place,
  { notes = '', current = '' }: { readonly notes?: string | undefined; readonly current?: string },
): string {
  const bodies = ladder.map((most) => {
    const text = renderBlock(release, place, { notes: cut(notes, mostCharacters / 2), most });
    return withBlock(current, { kind: blockKind, record: release.record, text });
  });
  const fitting = bodies.find((body) => body.length <= mostCharacters);
  return fitting ?? bodies.at(-1) ?? '';
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}\n\n… (cut)`;
