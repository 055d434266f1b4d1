import type * as z from 'zod/mini';
import { RailwayError } from './railway-error.ts';
import type { Question } from './transport.ts';

/** Asks and retries; the answer in the shape it must have. */
export type Ask = <T extends z.ZodMiniType>(
  shape: T,
  query: string,
  variables?: Question['variables'],
) => Promise<z.infer<T>>;

/** @throws RailwayError `unexpected-answer` with the place that differs */
export function shaped<T extends z.ZodMiniType>(shape: T, data: unknown): z.infer<T> {
  const result = shape.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RailwayError(
    'unexpected-answer',
    `Railway's answer has another shape than its schema: ${issue?.path.join('.')}: ${issue?.message}`,
    { hint: 'Railway changed its API: look for a newer version of this action.' },
  );
}
