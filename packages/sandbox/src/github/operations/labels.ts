import type { Label } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';

/** Defines or redefines a label; one that is merely used is made grey. */
export function defineLabel(
  { world, repository }: Place,
  wanted: Pick<Label, 'name'> & Partial<Label>,
): Label {
  const label = { id: world.nextId(), color: 'ededed', description: null, ...wanted };
  repository.labels.set(label.name, label);
  return label;
}

export const labelNamed = (place: Place, name: string): Label =>
  place.repository.labels.get(name) ?? defineLabel(place, { name });
