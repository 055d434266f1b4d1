/** What earlier steps found out: nothing but verdicts and links is read. */
import { inputType, parseHttpUrl } from './vocabulary.ts';

export interface Evidence {
  /** What was asked: the item, or the id of the step or job. */
  readonly name: string;
  readonly verdict: string;
  readonly isGood: boolean;
  readonly url: string | undefined;
}

/** The verdicts that say "all is well". A word that is not known says nothing, so it is not good. */
const goodVerdicts = ['success', 'healthy', 'clean', 'complete', 'in-sync', 'passed', 'ok'];

const mostItems = 100;

/** Looked through in this order for a link. */
const linkOutputs = ['pr-url', 'report-url', 'url'];

export const EvidenceMap = inputType(
  'a JSON object: item → {"verdict": …, "url": …}, or toJSON(steps), or toJSON(needs)',
  parseEvidence,
);

/**
 * `{"item": {"verdict", "url"}}`, or GitHub's `steps` or `needs` context. Of a context's entry only
 * the outputs `verdict` and those of a link are read; a step without a verdict is listed only where
 * it failed, a job always.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#steps-context
 *
 * @throws Error whose message never quotes the text: outputs of steps may hold secrets
 */
export function parseEvidence(text: string): readonly Evidence[] {
  const value = parseJson(text);
  if (!isObject(value)) throw new Error('it is not a JSON object');
  const found = Object.entries(value).flatMap(([name, entry], at) => readEntry(name, entry, at));
  if (found.length > mostItems) {
    throw new Error(`it has ${found.length} items, and at most ${mostItems} are read`);
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's own words quote what stands around the place.
    const place = /at position \d+|line \d+ column \d+/.exec(String(error))?.[0];
    throw new Error(`it is not valid JSON${place ? ` ${place}` : ''}`);
  }
}

function readEntry(name: string, entry: unknown, at: number): Evidence[] {
  if (!isObject(entry)) throw new Error(`entry ${at + 1} is not an object`);
  const { verdict, url, outputs } = entry;
  if (isObject(outputs)) return readContext(name, entry, outputs);
  if (typeof verdict !== 'string' || verdict.trim() === '') {
    throw new Error(`entry ${at + 1} has no "verdict"`);
  }
  const link = typeof url === 'string' && url !== '' ? parseHttpUrl(url) : undefined;
  if (url && !link) throw new Error(`the "url" of entry ${at + 1} is not an http(s) URL`);
  return [evidence(name, verdict, link)];
}

type Json = Readonly<Record<string, unknown>>;

function readContext(name: string, { outcome, result }: Json, outputs: Json): Evidence[] {
  const verdict = textOf(outputs['verdict']) ?? textOf(result) ?? failureOf(outcome);
  if (verdict === undefined) return [];
  const links = linkOutputs.flatMap((output) => parseHttpUrl(textOf(outputs[output]) ?? '') ?? []);
  return [evidence(name, verdict, links[0] && withoutQuery(links[0]))];
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** A step that failed before it came to a verdict is no reason to say nothing. */
const failureOf = (outcome: unknown): string | undefined =>
  outcome === 'failure' || outcome === 'cancelled' ? outcome : undefined;

/** Nobody chose these links for showing, and a query may hold a key. */
function withoutQuery(link: URL): URL {
  const bare = new URL(link);
  bare.search = '';
  bare.hash = '';
  return bare;
}

function evidence(name: string, verdict: string, link: URL | undefined): Evidence {
  if (link) [link.username, link.password] = ['', ''];
  const word = verdict.trim();
  return { name, verdict: word, isGood: goodVerdicts.includes(word), url: link?.href };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
