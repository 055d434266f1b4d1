/** Why nothing is done about a failed release, however it is asked for. Pure. */
import type { Reason } from '../verdict.ts';

export interface ObjectionFacts {
  readonly reason: Reason;
}

/** In words, with what a person should do; nothing: go. */
export function objectionTo({ reason }: ObjectionFacts): string | undefined {
  if (reason !== 'errors' && reason !== 'crashed') {
    return `"${reason}" is nothing that an earlier release would mend: look at the deployment on Railway`;
  }
  return undefined;
}
