import { parseWorkflow } from '@release-train/workflows';
import { expect, it } from 'vitest';
import { nextDue } from './due.ts';

const scheduled = async (...crons: readonly string[]) => {
  const list = crons.map((cron) => `{ cron: '${cron}' }`).join(', ');
  const text = `on: { schedule: [${list}] }\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }`;
  const parsed = await parseWorkflow({ path: '.github/workflows/a.yml', text });
  return parsed.kind === 'parsed' ? [parsed.workflow] : [];
};

const now = new Date('2026-03-02T12:34:56Z');

it('finds the next minute of each cron once', async () => {
  expect(nextDue(await scheduled('*/15 * * * *', '0 3 * * *', '0 3 * * *'), now)).toEqual([
    { cron: '*/15 * * * *', at: new Date('2026-03-02T12:45:00Z') },
    { cron: '0 3 * * *', at: new Date('2026-03-03T03:00:00Z') },
  ]);
});

it('leaves out what is not due within a month', async () => {
  expect(nextDue(await scheduled('0 0 24 12 *'), now)).toEqual([]);
});
