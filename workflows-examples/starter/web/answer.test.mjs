import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer } from './answer.mjs';

test('health shows the commit that was built', () => {
  const { status, body } = answer('/health', { RAILWAY_GIT_COMMIT_SHA: 'abc' });
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body), { ok: true, commit: 'abc' });
});
