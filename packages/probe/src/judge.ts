import { headerOf, isWithin, mismatches } from './assertions.ts';
import type {
  Expectations,
  Mismatch,
  RevisionSource,
  SeenRevision,
  Verdict,
} from './expectation.ts';
import { parseJson } from './json.ts';
import { parseJsonPath, valueAt } from './json-path.ts';
import type { ProbeAnswer, ProbeResult } from './probe.ts';
import { type Redactor, redactorOf } from './redactor.ts';
import { retryAfterMs } from './retry-after.ts';
import { sampleOf } from './sample.ts';

export interface Judged {
  readonly result: ProbeResult;
  readonly expectations: Expectations;
  readonly revision?: {
    readonly expected: string;
    readonly source: RevisionSource;
    /** The answer the revision is read from, where it has a URL of its own; else `result`. */
    readonly result?: ProbeResult;
  };
}

/** One probe, judged. Pure: the same answer gives the same verdict. */
export function judge(judged: Judged, redactor: Redactor = redactorOf()): Verdict {
  const { result } = judged;
  if (result.kind === 'failure') return failureVerdict(result, judged.revision !== undefined);
  const verdict = answerVerdict(result, judged, redactor);
  const [seen, retryAfter] = [seenOf(result), retryAfterMs(result)];
  if (verdict.ok) return { ...verdict, ...seen };
  const isAsking = retryAfter !== undefined && [429, 503].includes(result.status);
  return {
    ...verdict,
    ...seen,
    permanent: verdict.permanent || isWithin(result.status, judged.expectations.failFast),
    sample: sampleOf(result, redactor),
    ...(isAsking ? { retryAfterMs: retryAfter } : {}),
  };
}

function answerVerdict(result: ProbeAnswer, judged: Judged, redactor: Redactor): Verdict {
  const { expectations, revision } = judged;
  const seen = revision
    ? readRevision(revision.result ?? result, revision, redactor)
    : { revision: 'not-asked' as const };
  const wrong = mismatches(result, expectations, redactor);
  const isStatusWrong = wrong.some(({ at }) => at === 'status');
  if (result.status === 429 && isStatusWrong) return verdict(result, { ...throttled, ...seen });
  if (revision?.result && wrong.length === 0) {
    const unread = unreadRevision(revision.result);
    if (unread) return { ...unread, totalMs: result.totalMs };
  }
  const reasons = [
    ...wrong.map(sentence),
    ...revisionReason(seen, redactor.show((revision?.expected ?? '').slice(0, 12), 20)),
  ];
  return verdict(result, {
    ok: reasons.length === 0,
    side: 'app',
    kind: kindOf(wrong, reasons.length > 0),
    reason: reasons.join('; '),
    ...seen,
  });
}

type Part = Omit<Verdict, 'totalMs' | 'permanent'>;

const verdict = (result: ProbeResult, part: Part): Verdict => ({
  ...part,
  totalMs: result.totalMs,
  permanent: false,
});

const seenOf = ({ phasesMs, remoteAddress }: ProbeAnswer): Partial<Verdict> => ({
  remoteAddress,
  ...(phasesMs ? { phasesMs } : {}),
});

// The app's own limiter turned our probes away: that says nothing about a user's request.
const throttled = {
  ok: false,
  side: 'probe',
  kind: 'throttled',
  reason: 'status: the app answered 429 to the probe',
} as const;

function failureVerdict(result: ProbeResult & { kind: 'failure' }, isAsked: boolean): Verdict {
  return {
    ok: false,
    side: result.side,
    kind: result.failure,
    reason: `${result.failure}: ${result.message}`,
    revision: isAsked ? 'unknown' : 'not-asked',
    totalMs: result.totalMs,
    permanent: result.permanent,
    ...(result.phase ? { phase: result.phase } : {}),
  };
}

/** The revision's own URL gave no answer: that failure, with its own side, is the verdict. */
function unreadRevision(result: ProbeResult): Verdict | undefined {
  if (result.kind === 'answer' && result.status !== 429) return undefined;
  const unread =
    result.kind === 'failure'
      ? failureVerdict(result, true)
      : verdict(result, { ...throttled, revision: 'unknown' });
  return { ...unread, reason: `revision: ${unread.reason}` };
}

function kindOf(wrong: readonly Mismatch[], isBad: boolean): string {
  const [first] = wrong;
  if (first) return first.at === 'status' ? 'status' : 'assertion';
  return isBad ? 'revision' : 'ok';
}

const sentence = ({ at, expected, actual }: Mismatch): string =>
  `${at}: expected ${expected}, got ${actual}`;

type Asked = NonNullable<Judged['revision']>;

interface Seen {
  readonly revision: SeenRevision;
  readonly shown?: string;
}

function revisionReason({ revision, shown }: Seen, expected: string): string[] {
  if (revision === 'new' || revision === 'not-asked') return [];
  return [`revision: expected ${expected}, the app shows ${shown ?? 'none'}`];
}

function readRevision(result: ProbeResult, { source, expected }: Asked, redactor: Redactor): Seen {
  const text = result.kind === 'answer' ? revisionText(result, source) : undefined;
  if (text === undefined || text === '') return { revision: 'unknown' };
  const isNew = sameRevision(text, expected);
  return { revision: isNew ? 'new' : 'other', shown: redactor.show(text, 60) };
}

function revisionText(answer: ProbeAnswer, source: RevisionSource): string | undefined {
  if (source.from === 'header') return headerOf(answer.headers, source.name);
  if (source.from === 'text') return answer.body.trim();
  const parsed = parseJson(answer.body);
  const found = parsed.ok ? valueAt(parsed.value, parseJsonPath(source.path) ?? []) : undefined;
  return found?.found && typeof found.value === 'string' ? found.value : undefined;
}

/** Equal, or one is an abbreviation (at least 7 digits) of the other. */
export function sameRevision(shown: string, expected: string): boolean {
  const [a, b] = [shown.trim().toLowerCase(), expected.trim().toLowerCase()];
  if (a === b) return true;
  const isAbbreviation = (text: string): boolean => /^[0-9a-f]{7,39}$/.test(text);
  return (isAbbreviation(a) && b.startsWith(a)) || (isAbbreviation(b) && a.startsWith(b));
}
