import { expect, it } from 'vitest';
import { Bell } from './bell.ts';

it('does not lose a ring between looking and waiting', async () => {
  const bell = new Bell();
  const seen = bell.count('a');
  bell.ring('a');

  await expect(bell.after('a', seen, new AbortController().signal)).resolves.toBeUndefined();
});

it('wakes for its own key alone and stops waiting when aborted', async () => {
  const bell = new Bell();
  const abort = new AbortController();
  const waiting = bell.after('a', 0, abort.signal);
  bell.ring('b');
  abort.abort(new Error('enough'));

  await expect(waiting).rejects.toThrow('enough');
});
