export { type Backoff, backoffMs, type RetryPolicy, retry } from './backoff.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Look, type PollPolicy, type PollResult, poll } from './poll.ts';
