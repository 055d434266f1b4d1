/**
 * Delivers events in order, after the change that caused them is complete and before the answer to
 * its request is sent; a listener may cause further ones.
 */
import type { GitHubEvent } from '../ports.ts';

type Listener<Message> = (message: Message) => void;

export class Outbox<Message = GitHubEvent> {
  readonly #listeners: Listener<Message>[] = [];
  readonly #waiting: Message[] = [];

  subscribe(listener: Listener<Message>): void {
    this.#listeners.push(listener);
  }

  post(message: Message): void {
    this.#waiting.push(message);
    if (this.#waiting.length === 1) queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    for (const message of this.#waiting) {
      for (const listener of this.#listeners) listener(message);
    }
    this.#waiting.length = 0;
  }
}
