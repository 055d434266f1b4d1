/** The inputs that every probing action shares, spelled once. */
import {
  choice,
  count,
  Duration,
  Flag,
  type InputSpec,
  inputType,
  parseHttpUrl,
  splitList,
  Text,
  Url,
} from '@release-train/action-kit';
import type { RevisionSource } from './expectation.ts';
import { JsonExpectationText } from './json-expectation.ts';
import { parseJsonPath } from './json-path.ts';
import { PhaseLimits } from './phase-limits.ts';

export interface NamedUrl {
  readonly name: string;
  readonly url: URL;
}

export const NamedUrls = inputType(
  'a list of http(s) URLs, each with a name in front of it if you like (api=https://…)',
  (text): NamedUrl[] | undefined => {
    const items = splitList(text).map(parseNamedUrl);
    const names = items.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined)
      throw new Error(`"${twice}" occurs twice; give each a name of its own`);
    return items.length > 0 ? items : undefined;
  },
);

function parseNamedUrl(item: string): NamedUrl {
  const named = /^(?<name>[\w.-]+)=(?<url>https?:.*)$/.exec(item)?.groups;
  const url = parseHttpUrl(named?.['url'] ?? item);
  if (!url) throw new Error(`"${item.slice(0, 80)}" is not an http(s) URL`);
  refuseUserInfo(url);
  return { name: named?.['name'] ?? url.host + (url.pathname === '/' ? '' : url.pathname), url };
}

function refuseUserInfo(url: URL): void {
  if (url.username || url.password)
    throw new Error('a URL must not carry a user or password; use input "headers"');
}

export const StatusRanges = inputType(
  'a list of status codes or ranges such as 200-299, 304',
  (text): [number, number][] | undefined => {
    const ranges = splitList(text).map((item) => {
      const match = /^(?<from>[1-5]\d\d)(?:-(?<to>[1-5]\d\d))?$/.exec(item)?.groups;
      const from = Number(match?.['from'] ?? Number.NaN);
      return [from, Number(match?.['to'] ?? from)] satisfies [number, number];
    });
    const isRange = ([from, to]: [number, number]): boolean => from <= to;
    return ranges.length > 0 && ranges.every(isRange) ? ranges : undefined;
  },
);

// Values in Latin-1, as Node sends them; no control character but the tab.
const headerLine = /^(?<name>[!#$%&'*+.^_`|~\w-]+):\s*(?<value>[\t\u0020-\u007e\u0080-\u00ff]*)$/;

// A probe has no body and one connection: these would tell the server otherwise.
const framing = ['connection', 'content-length', 'expect', 'transfer-encoding', 'upgrade'];

export const HeaderLines = inputType(
  `"Name: value" lines, each name once, none of ${framing.join(', ')}`,
  (text) => {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const parsed = lines.map((line) => headerLine.exec(line)?.groups);
    if (parsed.some((groups) => !groups)) return undefined;
    const headers = parsed.map((groups): [string, string] => [
      groups?.['name']?.toLowerCase() ?? '',
      groups?.['value'] ?? '',
    ]);
    const isRefused = headers.some(([name]) => framing.includes(name));
    const isOnce = new Map(headers).size === headers.length;
    return isOnce && !isRefused ? Object.fromEntries(headers) : undefined;
  },
);

export const HeaderExpectation = inputType('one "Name: value" line', (text) => {
  const groups = headerLine.exec(text.trim())?.groups;
  return groups && { name: groups['name']?.toLowerCase() ?? '', value: groups['value'] ?? '' };
});

export const RevisionFrom = inputType(
  'json:$.path, header:Name or text, each with @URL behind it if the revision has a URL of its own',
  (text): RevisionSource | undefined => {
    const groups = /^(?<what>.*?)(?:@(?<url>https?:\/\/\S+))?$/.exec(text)?.groups;
    const own = groups?.['url'] ? parseHttpUrl(groups['url']) : undefined;
    if (groups?.['url'] && !own) return undefined;
    if (own) refuseUserInfo(own);
    const url = own ? { url: own } : {};
    const what = groups?.['what'] ?? '';
    const [kind, place] = [what.split(':')[0], what.slice(what.indexOf(':') + 1)];
    if (what === 'text') return { from: 'text', ...url };
    if (kind === 'header' && /^[\w-]+$/.test(place)) {
      return { from: 'header', name: place.toLowerCase(), ...url };
    }
    const isPath = kind === 'json' && parseJsonPath(place);
    return isPath ? { from: 'json', path: place, ...url } : undefined;
  },
);

export const requestInputs = {
  url: {
    type: NamedUrls,
    required: true,
    description: 'Endpoints to probe, one per line; `name=url` gives one a name.',
  },
  method: {
    type: choice('GET', 'HEAD', 'POST', 'OPTIONS'),
    default: 'GET',
    description: 'Request method.',
  },
  headers: {
    type: HeaderLines,
    secret: true,
    description: 'Request headers, one `Name: value` per line. Not sent to another origin.',
  },
  'expect-status': {
    type: StatusRanges,
    default: '200-299',
    description: 'Accepted status codes and ranges.',
  },
  'expect-json': {
    type: JsonExpectationText,
    description:
      'YAML or JSON that the body must contain: a mapping matches as a subset, or each `$.path` holds the given value. Types count: `"true"` is not `true`.',
  },
  'expect-body': { type: Text, description: 'Text the body must contain.' },
  'expect-header': {
    type: HeaderExpectation,
    description: 'A response header, as `Name: value`.',
  },
  'expect-final-url': {
    type: Url,
    description: 'The URL that must have answered in the end, after redirects.',
  },
  'min-certificate-days': {
    type: count(1, 10_000),
    description: 'Days the certificate must still be valid; an http:// address has none and fails.',
  },
  'expect-revision': {
    type: Text,
    needs: 'revision-from',
    description:
      'Revision (commit SHA) that must be the one that answers. Needs `revision-from`. Unknown is never taken for new.',
  },
  'revision-from': {
    type: RevisionFrom,
    needs: 'expect-revision',
    description:
      'Where the app shows its revision: `json:$.commit`, `header:x-revision` or `text`, optionally `@url`.',
  },
  'request-timeout': {
    type: Duration,
    default: '10s',
    description: 'Limit of one probe: lookup, connection, headers, body and redirects together.',
  },
  'phase-timeouts': {
    type: PhaseLimits,
    description:
      'Limits of single phases of a probe, such as `connect=2s, first-byte=5s`; the phases are `dns`, `connect`, `tls`, `first-byte`, `body`.',
  },
  redirects: {
    type: choice('none', 'same-origin', 'any'),
    default: 'none',
    description: 'Which redirects to follow. Followed to another origin, no given header is sent.',
  },
  'ip-family': {
    type: choice('auto', '4', '6'),
    default: 'auto',
    description: 'IP version to connect with.',
  },
  'allow-private': {
    type: Flag,
    default: 'false',
    description: 'Probe private, loopback and link-local addresses too.',
  },
  'tls-verify': {
    type: Flag,
    default: 'true',
    description: 'Verify certificates. Turn off only for a server you cannot give a valid one.',
  },
} as const satisfies Record<string, InputSpec>;
