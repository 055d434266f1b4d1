export { type Channel, notifyInput, parseChannel } from './channel.ts';
export { httpNotifier } from './http-notifier.ts';
export type { Fact, Link, Message, Severity } from './message.ts';
export type { Notifier, Told } from './notifier.ts';
