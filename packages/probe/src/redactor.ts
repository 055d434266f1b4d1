import { oneLine } from '@release-train/action-kit/text';
import type { ProbeRequest } from './probe.ts';

/** Shows text from outside: on one line, harmless, without the secrets of a request, cut. */
export interface Redactor {
  readonly show: (text: string, limit: number) => string;
}

/** More of a text is not looked at. */
const mostCharacters = 4_000;

/**
 * Hides header values and what a URL may keep secret (user, password, query), in every form they
 * may come back in.
 */
export function redactorOf(
  ...requests: readonly Pick<ProbeRequest, 'headers' | 'url'>[]
): Redactor {
  const secrets = [...new Set(requests.flatMap(secretsOf).flatMap(formsOf))]
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length);
  const longest = secrets[0]?.length ?? 0;
  const hide = (text: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  return {
    show: (text, limit) => {
      // Before as well as after, as making a text harmless may change what is inside.
      const clean = hide(oneLine(hide(text.slice(0, mostCharacters)), 2 * mostCharacters));
      // A secret that the cut went through is no longer found, so nothing near the cut is shown.
      const isCut = text.length > mostCharacters;
      return oneLine(isCut ? `${clean.slice(0, -longest - 1)}…` : clean, limit);
    },
  };
}

// Whoever sends these tells no secret, and their values are common words.
const harmless =
  /^(accept(-.*)?|cache-control|connection|content-type|host|origin|pragma|user-agent)$/;
const scheme = /^(basic|bearer|digest|token)$/i;

function secretsOf({ headers, url }: Pick<ProbeRequest, 'headers' | 'url'>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) =>
    harmless.test(name) ? [] : [value, ...partsOf(value)],
  );
  const query = [...url.searchParams].map(([key, value]) => value || key);
  const raw = url.search
    .slice(1)
    .split(/[&=]/)
    .slice(url.search.includes('=') ? 1 : 0);
  const user = [url.username, url.password].flatMap((part) => [part, decoded(part)]);
  return [...values, ...query, ...raw.filter((part) => query.includes(decoded(part))), ...user];
}

/** `Bearer x`, `Basic dTpw` (and the `p` inside), `a=1; b=2`. */
function partsOf(value: string): string[] {
  const words = value.split(/[\s;,]+/).filter((word) => !scheme.test(word));
  const pairs = words.map((word) => word.slice(word.indexOf('=') + 1));
  const basic = /^basic\s+(?<text>\S+)$/i.exec(value)?.groups?.['text'];
  const login = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8');
  return [...words, ...pairs, login, login.slice(login.indexOf(':') + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64');
  const encoded = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    base64,
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
    JSON.stringify(secret).slice(1, -1),
  ];
}
