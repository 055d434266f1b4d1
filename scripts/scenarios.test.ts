import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { statedTable } from '../actions/post-deploy-monitor/tests/scenarios/table.ts';
import { root } from './actions.ts';

it("the monitor's page states what the scenarios do", () => {
  const page = readFileSync(join(root, 'actions/post-deploy-monitor/README.md'), 'utf8');
  expect(page).toContain(statedTable());
});
