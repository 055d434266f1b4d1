/** What every implementation of the Notifier port does: run on the adapter and on the fake. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from './message.ts';
import type { Notifier } from './notifier.ts';

export interface NotifierWorld extends AsyncDisposable {
  /** Tells two channels. */
  readonly notifier: Notifier;
  /** From now on the first channel takes no message. */
  refuse(): void;
  /** Titles each channel took, in order. */
  received(): readonly (readonly string[])[];
  readonly warnings: readonly string[];
  /** What no warning may show. */
  readonly secrets: readonly string[];
}

const message: Message = {
  severity: 'warning',
  title: 'The branches conflict',
  lines: ['a.txt'],
  facts: [{ name: 'files', value: '1' }],
  link: { text: 'pull request #1', url: 'https://github.example/acme/shop/pull/1' },
};

export function notifierSuite(name: string, open: () => Promise<NotifierWorld>): void {
  describe(`${name} as a Notifier port`, () => {
    let world: NotifierWorld;

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world[Symbol.asyncDispose]());

    it('tells every channel once', async () => {
      expect(await world.notifier.tell(message)).toEqual({ delivered: 2, failed: 0 });
      expect(world.received()).toEqual([[message.title], [message.title]]);
      expect(world.warnings).toEqual([]);
    });

    it('tells the others where one refuses, warns, and does not fail', async () => {
      world.refuse();

      expect(await world.notifier.tell(message)).toEqual({ delivered: 1, failed: 1 });
      expect(world.received()).toEqual([[], [message.title]]);
      expect(world.warnings).toHaveLength(1);
      for (const secret of world.secrets) expect(world.warnings.join()).not.toContain(secret);
    });

    it('tells a second message after a refused one', async () => {
      await world.notifier.tell(message);
      world.refuse();
      await world.notifier.tell({ severity: 'success', title: 'Resolved' });

      expect(world.received()).toEqual([[message.title], [message.title, 'Resolved']]);
    });
  });
}
