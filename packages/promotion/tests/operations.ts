/** What may happen to two branches, as data: fast-check makes thousands of such lists. */
import fc from 'fast-check';

export type Place = 'main' | 'staging';

/** Numbers choose among what is there when the operation comes to be played. */
export type Operation =
  | { readonly kind: 'edit'; readonly place: Place; readonly file: number; readonly line: number }
  | { readonly kind: 'add'; readonly place: Place; readonly name: number }
  | { readonly kind: 'delete'; readonly place: Place; readonly file: number }
  | { readonly kind: 'mode'; readonly place: Place; readonly file: number }
  | {
      readonly kind: 'rename';
      readonly place: Place;
      readonly file: number;
      readonly name: number;
      readonly line: number | null;
    }
  /** Work on a branch of its own, merged into staging: it can be released alone. */
  | { readonly kind: 'topic'; readonly file: number; readonly line: number }
  | { readonly kind: 'pick'; readonly topic: number; readonly isKept: boolean }
  /** Of staging as it was some commits ago: what was tested, while staging moved on. */
  | { readonly kind: 'release'; readonly lag: number; readonly isKept: boolean }
  | { readonly kind: 'sync'; readonly lag: number; readonly isKept: boolean }
  | { readonly kind: 'revert'; readonly release: number };

export interface Play {
  readonly operations: readonly Operation[];
  /** Seconds added to the clock, per operation. */
  readonly skews: readonly number[];
}

export interface WorldKind {
  readonly name: string;
  readonly reverts: boolean;
  readonly partial: boolean;
  readonly skew: boolean;
}

export const worldKinds: readonly WorldKind[] = [
  { name: 'releases, hotfixes, syncs', reverts: false, partial: false, skew: false },
  { name: 'and whole-release reverts', reverts: true, partial: false, skew: false },
  { name: 'and partial releases, clock skew', reverts: true, partial: true, skew: true },
];

const file = fc.nat(9);
const line = fc.nat(9);
const name = fc.nat(5);
const lag = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3));
const isKept = fc.boolean();

const onEither = (place: fc.Arbitrary<Place>) =>
  [
    { weight: 20, arbitrary: fc.record({ kind: fc.constant('edit' as const), place, file, line }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), place, name }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), place, file }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('mode' as const), place, file }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('rename' as const),
        place,
        file,
        name,
        line: fc.option(line),
      }),
    },
  ] as const;

const carried = (kind: 'release' | 'sync', weight: number) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), lag, isKept }) as fc.Arbitrary<Operation>,
});

function operationOf({ reverts, partial }: WorldKind): fc.Arbitrary<Operation> {
  const place = fc.oneof(
    { weight: 5, arbitrary: fc.constant('staging' as const) },
    { weight: 2, arbitrary: fc.constant('main' as const) },
  );
  const revert = fc.record({ kind: fc.constant('revert' as const), release: fc.nat(2) });
  const topic = fc.record({ kind: fc.constant('topic' as const), file, line });
  const pick = fc.record({ kind: fc.constant('pick' as const), topic: fc.nat(3), isKept });
  return fc.oneof(
    ...onEither(place),
    carried('release', 8),
    carried('sync', 4),
    ...(reverts ? [{ weight: 3, arbitrary: revert }] : []),
    ...(partial
      ? [
          { weight: 5, arbitrary: topic },
          { weight: 4, arbitrary: pick },
        ]
      : []),
  );
}

export const playOf = (kind: WorldKind): fc.Arbitrary<Play> =>
  fc.array(operationOf(kind), { minLength: 4, maxLength: 18, size: 'max' }).chain((operations) =>
    fc.record({
      operations: fc.constant(operations),
      skews: fc.array(kind.skew ? fc.integer({ min: -400, max: 400 }) : fc.constant(0), {
        minLength: operations.length,
        maxLength: operations.length,
      }),
    }),
  );
