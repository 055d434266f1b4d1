import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { webStreamOf } from './http-backend.ts';

/** What is left of a program's output after its headers were read. */
async function rest() {
  const { stdout } = spawn('printf', ['head and body']);
  const { value } = await stdout.iterator({ destroyOnReturn: false }).next();
  stdout.unshift(value);
  return stdout;
}

it('what a program says is passed on', async () => {
  expect(await new Response(webStreamOf(await rest())).text()).toBe('head and body');
});

it('a client that leaves between two chunks harms nobody', async () => {
  for (const ticks of Array(8).keys()) {
    const stream = webStreamOf(await rest());
    for (const tick of Array(ticks).keys()) await tick;
    await stream.cancel();
    // What a stream throws past its handlers comes with its next turn, and fails this test.
    await new Promise(setImmediate);
  }
});
