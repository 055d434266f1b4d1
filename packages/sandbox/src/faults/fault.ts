/** Whether the server carries the request out before its answer goes wrong. */
export type Effect = 'none' | 'done';

/** What the client meets instead of the answer. */
export type Harm =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly effect?: Effect;
    }
  /** The connection is reset; with the effect done this is a lost answer. */
  | { readonly kind: 'reset'; readonly effect?: Effect }
  /** The connection stays open and nothing ever comes. */
  | { readonly kind: 'silence'; readonly effect?: Effect }
  /** The first half of the true answer, ended as if it were whole. */
  | { readonly kind: 'truncated' }
  /** The true GraphQL answer, its last root field replaced by null and an error. */
  | { readonly kind: 'partial-errors'; readonly message: string }
  /** The true answer after so many milliseconds of sandbox time. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The true answer to a request that something else has come before. */
  | { readonly kind: 'overtaken'; readonly by: () => Promise<unknown> };

/** Requests of one kind; what is not named matches everything. */
export interface Route {
  readonly method?: string;
  /** Matched against the path without its query. */
  readonly path?: RegExp;
  /** A GraphQL operation by its name or by one of its root fields. */
  readonly operation?: string;
  /** How many of them are hit; 1 unless told, `Infinity` for all. */
  readonly times?: number;
}

/** One thing that goes wrong: at the n-th request of a run (from 1), or on a route. */
export interface Fault {
  readonly at: { readonly request: number } | Route;
  readonly harm: Harm;
}

export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  /** Name and root fields of a GraphQL request; empty for any other. */
  readonly operations: readonly string[];
}

/** Whether a fault is meant for the request that is number `n` of its run. */
export function isMeant({ at }: Fault, request: RequestFacts, n: number): boolean {
  if ('request' in at) return at.request === n;
  return (
    (at.method === undefined || at.method === request.method) &&
    (at.path === undefined || at.path.test(request.path)) &&
    (at.operation === undefined || request.operations.includes(at.operation))
  );
}

/** How often a fault may strike. */
export const timesOf = ({ at }: Fault): number => ('request' in at ? 1 : (at.times ?? 1));

/** Whether the server works on the request at all. */
export function isCarriedOut(harm: Harm): boolean {
  switch (harm.kind) {
    case 'reply':
    case 'reset':
    case 'silence':
      return harm.effect === 'done';
    case 'truncated':
    case 'partial-errors':
    case 'late':
    case 'overtaken':
      return true;
    default:
      return harm satisfies never;
  }
}
