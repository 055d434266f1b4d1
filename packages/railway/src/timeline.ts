import type * as z from 'zod/mini';
import { TimelinesAnswer } from './answers.ts';
import { timelines } from './queries.ts';
import type { Step, Timelines } from './railway.ts';
import type { Ask } from './shape.ts';

export async function readTimelines(ask: Ask, ids: readonly string[]): Promise<Timelines> {
  if (ids.length === 0) return {};
  const variables = Object.fromEntries(ids.map((id, index) => [`deployment${index}`, id]));
  const answer = await ask(TimelinesAnswer, timelines(ids.length), variables);
  return Object.fromEntries(
    ids.map((id, index) => [id, stepsOf(answer[`deployment${index}`]?.edges ?? [])]),
  );
}

type Edges = z.infer<typeof TimelinesAnswer>[string]['edges'];

// Railway promises no order; a step without a readable beginning cannot be placed.
const stepsOf = (edges: Edges): readonly Step[] =>
  edges
    .map(({ node }) => toStep(node))
    .filter(({ startedAtMs }) => !Number.isNaN(startedAtMs))
    .toSorted((a, b) => a.startedAtMs - b.startedAtMs);

function toStep({ step, createdAt, completedAt, payload }: Edges[number]['node']): Step {
  const endedAtMs = Date.parse(completedAt ?? '');
  return {
    name: step,
    startedAtMs: Date.parse(createdAt),
    ...(Number.isNaN(endedAtMs) ? {} : { endedAtMs }),
    ...(payload?.error ? { error: payload.error } : {}),
  };
}
