import { type InputType, loadedType } from '@release-train/action-kit';
import { describe, expect, it } from 'vitest';
import { JsonExpectationText } from './json-expectation.ts';
import {
  HeaderExpectation,
  HeaderLines,
  NamedUrls,
  RevisionFrom,
  StatusRanges,
} from './request-inputs.ts';

const types = {
  NamedUrls,
  StatusRanges,
  HeaderLines,
  HeaderExpectation,
  RevisionFrom,
  JsonExpectationText,
};

const read = async (type: InputType<unknown>, text: string): Promise<unknown> => {
  const result = (await loadedType(type)).safeParse(text);
  return result.success ? result.data : `refused: ${result.error.issues[0]?.message}`;
};

describe('an input of a probe accepts', () => {
  const own = new URL('https://app.test/version');
  it.each([
    ['NamedUrls', 'https://app.test', [{ name: 'app.test', url: new URL('https://app.test') }]],
    [
      'NamedUrls',
      'https://app.test/h?x=1',
      [{ name: 'app.test/h', url: new URL('https://app.test/h?x=1') }],
    ],
    [
      'NamedUrls',
      'api=https://a.test/x=y\nweb.main=http://b.test',
      [
        { name: 'api', url: new URL('https://a.test/x=y') },
        { name: 'web.main', url: new URL('http://b.test') },
      ],
    ],
    [
      'StatusRanges',
      '200-299, 304',
      [
        [200, 299],
        [304, 304],
      ],
    ],
    [
      'HeaderLines',
      'Authorization: Bearer a:b\nX-A:1',
      { authorization: 'Bearer a:b', 'x-a': '1' },
    ],
    ['HeaderExpectation', 'X-A: ', { name: 'x-a', value: '' }],
    ['RevisionFrom', 'text', { from: 'text' }],
    ['RevisionFrom', 'header:X-Revision', { from: 'header', name: 'x-revision' }],
    ['RevisionFrom', 'json:$.build.commit', { from: 'json', path: '$.build.commit' }],
    ['RevisionFrom', 'text@https://app.test/version', { from: 'text', url: own }],
    ['RevisionFrom', 'json:$@https://app.test/version', { from: 'json', path: '$', url: own }],
    ['JsonExpectationText', 'ok: true', { kind: 'subset', value: { ok: true } }],
    ['JsonExpectationText', '{"a": [1]}', { kind: 'subset', value: { a: [1] } }],
    [
      'JsonExpectationText',
      '$.a: up\n$.b[0]: 1',
      { kind: 'paths', paths: { '$.a': 'up', '$.b[0]': 1 } },
    ],
  ] as const)('%s %j', async (type, text, expected) => {
    expect(await read(types[type], text)).toEqual(expected);
  });
});

const urls =
  'must be a list of http(s) URLs, each with a name in front of it if you like (api=https://…)';
const statuses = 'must be a list of status codes or ranges such as 200-299, 304';
const headers =
  'must be "Name: value" lines, each name once, none of connection, content-length, expect, transfer-encoding, upgrade';
const revision =
  'must be json:$.path, header:Name or text, each with @URL behind it if the revision has a URL of its own';
const json =
  'must be a YAML or JSON mapping, either of expected values or of `$.path: value` lines';
const noUser = '(a URL must not carry a user or password; use input "headers")';

describe('an input of a probe refuses', () => {
  it.each([
    ['NamedUrls', ',', urls],
    ['NamedUrls', 'app.test', `${urls} ("app.test" is not an http(s) URL)`],
    ['NamedUrls', 'ftp://a.test', `${urls} ("ftp://a.test" is not an http(s) URL)`],
    ['NamedUrls', 'https://', `${urls} ("https://" is not an http(s) URL)`],
    ['NamedUrls', 'https://me:pw@a.test', `${urls} ${noUser}`],
    [
      'NamedUrls',
      'https://a.test/?x=1\nhttps://a.test/?x=2',
      `${urls} ("a.test" occurs twice; give each a name of its own)`,
    ],
    ['StatusRanges', '', statuses],
    ['StatusRanges', '2xx', statuses],
    ['StatusRanges', '299-200', statuses],
    ['StatusRanges', '200-', statuses],
    ['StatusRanges', '600', statuses],
    ['HeaderLines', 'no colon', headers],
    ['HeaderLines', 'Bad Name: x', headers],
    ['HeaderLines', 'X-A: a\rX-B: b', headers],
    ['HeaderLines', 'X-A: a\u0000', headers],
    ['HeaderLines', 'X-A: €', headers],
    ['HeaderLines', 'X-A: 1\nx-a: 2', headers],
    ['HeaderLines', 'Content-Length: 5', headers],
    ['HeaderExpectation', 'X-A: a\r\nX-B: b', 'must be one "Name: value" line'],
    ['HeaderExpectation', 'X-A', 'must be one "Name: value" line'],
    ['RevisionFrom', 'commit', revision],
    ['RevisionFrom', 'Text', revision],
    ['RevisionFrom', 'json:commit', revision],
    ['RevisionFrom', 'header:', revision],
    ['RevisionFrom', 'text@ftp://a.test', revision],
    ['RevisionFrom', 'text@https://', revision],
    ['RevisionFrom', 'text@https://me:pw@a.test', `${revision} ${noUser}`],
    ['JsonExpectationText', 'just words', json],
    ['JsonExpectationText', '42', json],
    [
      'JsonExpectationText',
      '$.a: 1\nb: 2',
      `${json} ("b" is not a path such as $.status or $.items[0])`,
    ],
    [
      'JsonExpectationText',
      '$..a: 1',
      `${json} ("$..a" is not a path such as $.status or $.items[0])`,
    ],
  ] as const)('as %s %j', async (type, text, message) => {
    expect(await read(types[type], text)).toBe(`refused: ${message}`);
  });

  it.each(['a: [', 'a: 1\na: 2', 'a: &x {b: 1}\nc: *x'])(
    'YAML such as %j with the parser’s reason',
    async (text) => {
      expect(await read(JsonExpectationText, text)).toMatch(
        /^refused: must be a YAML or JSON mapping.*\(.+\)$/,
      );
    },
  );
});
