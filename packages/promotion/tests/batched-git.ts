/** What the engine asks of git, answered by a laboratory for thousands of plans at once. */
import type { Change, Content, PromotionGit } from '@release-train/promotion';
import type { Laboratory, Write } from './laboratory.ts';

type EngineGit = Pick<PromotionGit, 'writeTree' | 'mergeTrees' | 'changes'>;

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Questions asked while others wait are answered together. */
function batched<Question, Answer>(
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const state: { open: Asked<Question, Answer>[] } = { open: [] };
  const flush = async (): Promise<void> => {
    const asked = state.open;
    state.open = [];
    try {
      const answers = await answer(asked.map(({ question }) => question));
      for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  return (question) =>
    new Promise((resolve, reject) => {
      if (state.open.length === 0) setImmediate(() => void flush());
      state.open.push({ question, resolve, reject });
    });
}

/** A tree is asked for by many names, many times. */
function rememberTrees(lab: Laboratory): Laboratory {
  const known = new Map<string, string>();
  const treesOf = async (names: readonly string[]): Promise<string[]> => {
    const missing = [...new Set(names)].filter((name) => !known.has(name));
    const found = missing.length > 0 ? await lab.treesOf(missing) : [];
    for (const [index, name] of missing.entries()) known.set(name, found[index] ?? '');
    return names.map((name) => known.get(name) ?? '');
  };
  return { ...lab, treesOf };
}

export function batchedGit(laboratory: Laboratory): EngineGit {
  const lab = rememberTrees(laboratory);
  const serial = { last: Promise.resolve() as Promise<unknown> };
  // Two imports at once would write over each other's marks.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = serial.last.then(work);
    serial.last = next.catch(() => {});
    return next;
  };
  return {
    writeTree: batched((asked) => inTurn(() => writeTrees(lab, asked))),
    mergeTrees: batched((asked) => inTurn(() => mergeAll(lab, asked))),
    changes: batchedPairs(lab, inTurn),
  };
}

type NewTree = Parameters<EngineGit['writeTree']>[0];
type ThreeTrees = Parameters<EngineGit['mergeTrees']>[0];
type Merged = Awaited<ReturnType<EngineGit['mergeTrees']>>;

async function writeTrees(lab: Laboratory, asked: readonly NewTree[]): Promise<string[]> {
  const from = await lab.treesOf(asked.map((one) => one.from));
  const writes = asked.map(
    ({ contents }, index): Write => ({ parents: [], tree: from[index] ?? '', changes: contents }),
  );
  return await lab.treesOf(await lab.write(writes));
}

async function mergeAll(lab: Laboratory, asked: readonly ThreeTrees[]): Promise<Merged[]> {
  const trees = await lab.treesOf(asked.flatMap(({ base, ours, theirs }) => [base, ours, theirs]));
  const writes = asked.flatMap((_, index): [Write, Write, Write] => {
    const [base = '', ours = '', theirs = ''] = trees.slice(index * 3);
    const root: Write = { parents: [], tree: base };
    return [root, { parents: [root], tree: ours }, { parents: [root], tree: theirs }];
  });
  const shas = await lab.write(writes);
  const merges = await lab.merge(
    asked.map((_, index): [string, string] => [
      shas[index * 3 + 1] ?? '',
      shas[index * 3 + 2] ?? '',
    ]),
  );
  return merges.map(({ isClean, ...merge }) => ({
    ...merge,
    conflicts: isClean ? [] : merge.conflicts,
  }));
}

function batchedPairs(
  lab: Laboratory,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): EngineGit['changes'] {
  const ask = batched((asked: readonly (readonly [string, string])[]) =>
    inTurn(async (): Promise<readonly Change[][]> => {
      const trees = await lab.treesOf(asked.flat());
      await lab.load(trees);
      return asked.map((_, index) =>
        changesOf(lab, trees[index * 2] ?? '', trees[index * 2 + 1] ?? ''),
      );
    }),
  );
  return (from, to) => ask([from, to]);
}

export function changesOf(lab: Laboratory, from: string, to: string): Change[] {
  const [before, after] = [lab.tree(from), lab.tree(to)];
  const content = (tree: ReadonlyMap<string, Content>, path: string): Content =>
    tree.get(path) ?? '';
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, before: content(before, path), after: content(after, path) }));
}
