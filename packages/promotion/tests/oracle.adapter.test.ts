/** The bar of the engine: never another tree than true merges would have given. */

import { cliGit } from '@release-train/git';
import { systemClock } from '@release-train/polling';
import { promote } from '@release-train/promotion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLaboratory } from './laboratory.ts';
import { playOf, worldKinds } from './operations.ts';
import { consultOracle, historiesOf } from './oracle.ts';
import { type OracleRun, runOracle } from './oracle-run.ts';
import { playsOnceWrong } from './plays-once-wrong.ts';
import { playAll } from './two-worlds.ts';

const run: Promise<OracleRun> = runOracle({ histories: 1200, seed: 1 });

async function sum(records: string, count: 'cases' | 'engine conflicts'): Promise<number> {
  const rows = (await run).rows.filter((row) => row.records === records);
  return rows.reduce((total, row) => total + row[count], 0);
}

describe('the engine against the oracle', () => {
  it('never gives another tree than true merges, whatever records are left', async () => {
    const { rows, wrong } = await run;

    expect(wrong.map(({ what, play }) => `${what}: ${JSON.stringify(play)}`)).toEqual([]);
    expect(rows).toHaveLength(12);
    // The oracle is worth something only where plain git would have failed.
    expect(rows.every((row) => row.cases > 200 && row['plain git conflicts'] > 30)).toBe(true);
  });

  it('conflicts only where true merges would, when every release and sync is recorded', async () => {
    const { conflicted } = await run;

    expect(conflicted.map(({ what, play }) => `${what}: ${JSON.stringify(play)}`)).toEqual([]);
  });

  it.each([
    ['all', 1 / 400],
    ['half', 1 / 100],
    ['none', 1 / 60],
  ])('conflicts seldom with %s of the records', async (records, most) => {
    const share = (await sum(records, 'engine conflicts')) / (await sum(records, 'cases'));

    expect(share).toBeLessThanOrEqual(most);
  });

  it.each(playsOnceWrong)('gives the tree of true merges, or none, for $what', async (known) => {
    await using lab = await openLaboratory();

    const [tally] = await consultOracle(lab, [known.play], [known.kept]);

    expect(tally).toMatchObject({ kept: known.kept, cases: 1, wrong: [] });
  });

  it('holds for whatever history fast-check thinks of, and shrinks those that break it', async () => {
    const world = worldKinds.at(-1)!;
    await fc.assert(
      fc.asyncProperty(fc.array(playOf(world), { minLength: 1, maxLength: 40 }), async (plays) => {
        await using lab = await openLaboratory();
        const tallies = await consultOracle(lab, plays);
        expect(tallies.flatMap(({ wrong }) => wrong)).toEqual([]);
      }),
      { seed: 7, numRuns: 4 },
    );
  });

  it('comes to the same through a partial clone, verb by verb', async () => {
    await using lab = await openLaboratory();
    const plays = fc.sample(playOf(worldKinds[2]!), { seed: 11, numRuns: 12 });
    const worlds = await playAll(lab, plays);
    const oracle = await lab.merge(
      worlds.map(({ lines }) => [lines.main.at(-1)!.merged, lines.staging.at(-1)!.merged]),
    );
    const compared: boolean[] = [];
    for (const [index, world] of worlds.entries()) {
      const [main, staging] = [world.lines.main.at(-1)!, world.lines.staging.at(-1)!];
      await lab.point({ main: main.squashed, staging: staging.squashed });
      const url = `file://${lab.folder}`;
      const git = cliGit({ url, token: undefined, clock: systemClock, env: process.env });
      await using clone = await git.clone(['main', 'staging']);
      const histories = historiesOf(lab, world, 'claimed');

      const found = await promote(clone, {
        ...histories,
        main: main.squashed,
        staging: staging.squashed,
      });

      if (oracle[index]?.isClean && found.kind === 'merged') {
        expect(found.tree).toBe(oracle[index].tree);
        compared.push(true);
      }
    }
    expect(compared.length).toBeGreaterThan(6);
  });
});
