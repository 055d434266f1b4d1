/** The port through which people are told that they must act. */
import type { Message } from './message.ts';

export interface Notifier {
  /** Tells every channel once, best effort. Never rejects; what fails is warned of in the log. */
  tell(message: Message): Promise<Told>;
}

export interface Told {
  readonly delivered: number;
  readonly failed: number;
}
