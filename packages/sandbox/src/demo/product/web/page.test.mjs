import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './page.mjs';

test('the page greets', () => {
  assert.match(page(), /Shop/);
});
