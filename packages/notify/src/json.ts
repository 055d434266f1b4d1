import type { TidyMessage } from './message.ts';

/** The body for an endpoint of the user's own: the message as it is, for a program to read. */
export const jsonBody = ({ link, ...message }: TidyMessage): unknown => ({
  source: 'release-train',
  ...message,
  link: link ?? null,
});
