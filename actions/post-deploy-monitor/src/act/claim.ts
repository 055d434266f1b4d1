/** The claim that makes acting happen once: a git ref that only one run can create. Types and texts. */
import type { Identity } from '../identity.ts';
import { actionsTaken, type Reason, type Verdict } from '../verdict.ts';

/** All that a later run needs to finish what this one began. */
export interface ClaimContent {
  readonly version: 1;
  readonly state: 'claimed' | 'acted';
  /** Page of the run that holds it. */
  readonly run: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** The commit judged bad. */
  readonly commit: string;
  readonly services: readonly { readonly serviceId: string; readonly badId: string }[];
  /** Commits recorded as good, newest first. */
  readonly knownGood: readonly string[];
  readonly requireKnownGood: boolean;
  /** Why, for whoever finishes it. */
  readonly story?: {
    readonly verdict: Verdict;
    readonly reason: Reason;
    readonly why: string;
  };
  /** The branch it was pushed to. */
  readonly branch?: string;
  /** What came of it: one of `actionsTaken`. */
  readonly outcome?: string;
}

export interface HeldClaim {
  /** Name of the ref below `refs/`. */
  readonly name: string;
  /** Commit the ref points at. */
  readonly sha: string;
  /** Absent where it is not one of ours: nobody can take it over. */
  readonly content?: ClaimContent;
}

/** Atomic on the server: of two runs that create or advance the same claim, one fails. */
export interface Claims {
  /** Creates the claim; `isMine` is false where it is there already. */
  create(name: string, content: ClaimContent): Promise<HeldClaim & { readonly isMine: boolean }>;
  /** Replaces its content; nothing where somebody was faster. */
  advance(held: HeldClaim, content: ClaimContent): Promise<HeldClaim | undefined>;
  list(prefix: string): Promise<readonly HeldClaim[]>;
  /** Paths that differ between two commits; nothing where they are too many to tell. */
  changedPaths(base: string, head: string): Promise<readonly string[] | undefined>;
}

const claimsOf = (place: string): string => `release-train/claims/${place}/`;

export const claimName = ({ place, key }: Identity): string => `${claimsOf(place)}${key}`;
export function identityOfClaim(name: string): Identity {
  const [key = '', place = ''] = name.split('/').toReversed();
  return { place, key };
}

export const claimPrefix = ({ place }: Pick<Identity, 'place'>): string => claimsOf(place);

export const claimText = (content: ClaimContent): string =>
  `release-train: ${content.state}\n\n${JSON.stringify(content)}\n`;

/** Nothing where it is not told, or not by a word known here. */
export const outcomeOf = ({ outcome }: ClaimContent): (typeof actionsTaken)[number] | undefined =>
  actionsTaken.find((taken) => taken === outcome);

/** A claim that came to a refusal changed nothing in production. */
export const mayHaveChanged = (content: ClaimContent): boolean =>
  content.state === 'claimed' || outcomeOf(content) !== 'rollback-refused';

export function readClaim(text: string): ClaimContent | undefined {
  try {
    const content: unknown = JSON.parse(text.slice(text.indexOf('{')));
    return isContent(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function isContent(value: unknown): value is ClaimContent {
  if (typeof value !== 'object' || value === null) return false;
  const given = new Map<string, unknown>(Object.entries(value));
  return (
    given.get('version') === 1 &&
    ['claimed', 'acted'].includes(String(given.get('state'))) &&
    typeof given.get('run') === 'string' &&
    typeof given.get('atMs') === 'number' &&
    typeof given.get('commit') === 'string' &&
    Array.isArray(given.get('services')) &&
    Array.isArray(given.get('knownGood'))
  );
}
