import type { Condition, LiteralValue, Term } from './condition.ts';
import { freeKey } from './formula.ts';
import type { Known } from './satisfiability.ts';
import type { Data } from './template.ts';

/** Key of a variable → the values worth trying. */
export type Domains = ReadonlyMap<string, readonly Data[]>;

/** The values that can make a difference to a formula, for each thing it reads. */
export function domainsOf(condition: Condition, known: readonly Known[]): Domains {
  const leaves = leavesOf(condition);
  const given = new Map(known.map(({ path, values }) => [path.toLowerCase(), values]));
  const paths = new Set(pathsOf(condition).map((path) => path.toLowerCase()));
  const frees = leaves.flatMap((leaf) => (leaf.kind === 'free' ? [freeKey(leaf.id)] : []));
  return new Map<string, readonly Data[]>([
    ...[...paths].map((path) => [path, given.get(path) ?? telling(path, leaves)] as const),
    ...frees.map((key) => [key, [true, false]] as const),
  ]);
}

/** Every context path of a formula, as the file spells it. */
export const pathsOf = (condition: Condition): readonly string[] =>
  leavesOf(condition).flatMap((leaf) => {
    if (leaf.kind === 'truthy' || leaf.kind === 'test') return [leaf.path];
    return leaf.kind === 'compare' ? [leaf.left, leaf.right].flatMap(atomPath) : [];
  });

const atomPath = (term: Term): readonly string[] => (term.kind === 'atom' ? [term.path] : []);

type Junction = Extract<Condition, { readonly of: readonly Condition[] }>;
type Leaf = Exclude<Condition, Junction | { readonly kind: 'not' }>;

const isJunction = (condition: Condition): condition is Junction =>
  condition.kind === 'and' || condition.kind === 'or';

function leavesOf(condition: Condition): readonly Leaf[] {
  if (condition.kind === 'not') return leavesOf(condition.of);
  if (isJunction(condition)) return condition.of.flatMap(leavesOf);
  return [condition];
}

const RESULTS = ['success', 'failure', 'cancelled', 'skipped'];

const OTHER = '\u{1f682}';

function telling(path: string, leaves: readonly Leaf[]): readonly Data[] {
  if (path === 'needs.*.result') return subsetsOf(RESULTS).filter((set) => set.length > 0);
  if (/^(?:needs\.[^.]+\.result|steps\.[^.]+\.(?:outcome|conclusion))$/.test(path)) return RESULTS;
  const isHere = (other: string): boolean => other.toLowerCase() === path;
  const compared = leaves.flatMap((leaf) => comparedWith(leaf, isHere, leaves));
  const tests = leaves.filter((leaf) => leaf.kind === 'test' && isHere(leaf.path));
  const texts = tests.flatMap((leaf) => (leaf.kind === 'test' ? [leaf.text] : []));
  return [...new Set<Data>(['', OTHER, ...compared, ...combined(texts)])];
}

/** Literals a path meets; where it meets another path, every literal of the formula may matter. */
function comparedWith(
  leaf: Leaf,
  isHere: (path: string) => boolean,
  leaves: readonly Leaf[],
): readonly LiteralValue[] {
  if (leaf.kind !== 'compare') return [];
  const { left, right, op } = leaf;
  const atoms = [left, right].filter((term) => term.kind === 'atom');
  if (!atoms.some((term) => isHere(term.path))) return [];
  if (atoms.length === 2) return leaves.flatMap(literalsOf);
  const literals = literalsOf(leaf);
  return op === '==' || op === '!=' ? literals : literals.flatMap(around);
}

const literalsOf = (leaf: Leaf): readonly LiteralValue[] =>
  leaf.kind === 'compare'
    ? [leaf.left, leaf.right].flatMap((term) => (term.kind === 'literal' ? [term.value] : []))
    : [];

const around = (value: LiteralValue): readonly LiteralValue[] =>
  typeof value === 'number' ? [value - 1, value, value + 1] : [value];

/** Beyond it, texts that pass any subset of the tests are too many to try. */
const TEXT_LIMIT = 3;

/** Texts that pass any subset of the tests: each part may be there or not, in any order. */
function combined(texts: readonly string[]): readonly string[] {
  const orders = subsetsOf([...new Set(texts)]).flatMap(permutationsOf);
  return orders
    .map((parts) => parts.join(''))
    .flatMap((text) => [text, `${text}${OTHER}`, `${OTHER}${text}`, `${OTHER}${text}${OTHER}`]);
}

function subsetsOf(items: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  const without = subsetsOf(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}

const permutationsOf = (items: readonly string[]): readonly (readonly string[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item) =>
        permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

/** Tests of a text that is tested in too many ways become free: each may pass or not. */
export function withFreeTests(condition: Condition): Condition {
  const tests = leavesOf(condition).flatMap((leaf) => (leaf.kind === 'test' ? [leaf] : []));
  const crowded = new Set(
    tests
      .map(({ path }) => path.toLowerCase())
      .filter((path) => textsOf(tests, path).size > TEXT_LIMIT),
  );
  return crowded.size === 0 ? condition : freed(condition, crowded);
}

const textsOf = (
  tests: readonly { readonly path: string; readonly text: string }[],
  path: string,
): ReadonlySet<string> =>
  new Set(tests.filter((test) => test.path.toLowerCase() === path).map(({ text }) => text));

function freed(condition: Condition, crowded: ReadonlySet<string>): Condition {
  if (condition.kind === 'not') return { kind: 'not', of: freed(condition.of, crowded) };
  if (isJunction(condition)) {
    return { kind: condition.kind, of: condition.of.map((part) => freed(part, crowded)) };
  }
  if (condition.kind !== 'test' || !crowded.has(condition.path.toLowerCase())) return condition;
  return { kind: 'free', id: `${condition.test} ${condition.path} ${condition.text}` };
}
