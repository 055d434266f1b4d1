/** A release that another run has acted on, or is about to. Pure. */
import type { Acted } from './acted.ts';
import { type ClaimContent, outcomeOf } from './claim.ts';

export const takenInHand = (content: ClaimContent | undefined): Acted => ({
  taken: 'already-acted',
  deeds: [
    content
      ? { code: 'taken-in-hand', run: content.run, taken: outcomeOf(content) }
      : { code: 'claim-unreadable' },
  ],
  services: {},
});
