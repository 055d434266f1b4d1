import type { Message, Notifier, Told } from '@release-train/notify';

/** Remembers what people were told, per channel. */
export class FakeNotifier implements Notifier {
  readonly received: readonly Message[][];
  readonly #log: { warning(line: string): void };
  /** Channels that take nothing, by number from 0. */
  readonly refusing = new Set<number>();

  constructor(channels = 1, log: { warning(line: string): void } = { warning: () => {} }) {
    this.received = Array.from({ length: channels }, () => []);
    this.#log = log;
  }

  /** What the first channel was told. */
  get messages(): readonly Message[] {
    return this.received[0] ?? [];
  }

  async tell(message: Message): Promise<Told> {
    for (const [index, messages] of this.received.entries()) {
      if (this.refusing.has(index)) this.#log.warning(`channel ${index + 1} could not be told`);
      else messages.push(message);
    }
    const failed = this.received.filter((_, index) => this.refusing.has(index)).length;
    return { delivered: this.received.length - failed, failed };
  }
}
