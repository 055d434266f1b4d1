import { describe, expect, it } from 'vitest';
import { broken, clean, expectedOf, findingsOf, placeOf } from './fixtures.fixture.ts';
import { rules } from './rules/index.ts';

describe('a broken fixture', () => {
  it.each(broken)('%s: exactly what its comments name is found', async (fixture) => {
    const expected = expectedOf(fixture);
    expect(expected.length).toBeGreaterThan(0);
    expect((await findingsOf(fixture)).map(placeOf).sort()).toEqual([...expected].sort());
  });

  it.each(broken)('%s has a clean twin', (fixture) => {
    expect(clean).toContain(`${fixture}-clean`);
  });
});

describe('a clean fixture', () => {
  it.each(clean)('%s: nothing is found', async (fixture) => {
    expect((await findingsOf(fixture)).map(placeOf)).toEqual([]);
  });
});

describe('rules', () => {
  it('have a fixture each', () => {
    const found = new Set(broken.flatMap(expectedOf).map((place) => place.split(' ')[1]));
    expect(rules.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
  });

  it('have ids of their own, in order', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

describe('a severity', () => {
  it.each([
    ['RD101', 'RD101', ['error', 'warning']],
    ['RD104-unknown', 'RD104', ['unknown']],
    ['RD112-live', 'RD112', ['warning']],
    ['RD112-untold', 'RD112', ['unknown']],
    ['RD115', 'RD115', ['warning']],
    ['RD115-unknown', 'RD115', ['unknown']],
    ['RD201', 'RD201', ['error']],
    ['RD201-assumed', 'RD201', ['warning']],
    ['RD201-untold', 'RD201', ['unknown']],
    ['RD202', 'RD202', ['error']],
    ['RD305', 'RD305', ['error']],
    ['RD305-refused', 'RD305', ['error']],
    ['RD306', 'RD306', ['error', 'unknown']],
    ['golden', 'RD305', ['warning']],
  ])('in %s, of %s: %j', async (fixture, rule, severities) => {
    const findings = (await findingsOf(fixture)).filter((finding) => finding.rule === rule);
    expect([...new Set(findings.map(({ severity }) => severity))].sort()).toEqual(severities);
  });
});

describe('a condition that its status makes impossible', () => {
  it.each([
    ["needs.probe.result == 'failure'", 'without a status function GitHub puts `success() &&`'],
    ["failure() && needs.probe.result == 'success'", 'exclude each other'],
  ])('%s: the message says how', async (condition, words) => {
    const found = await findingsOf('RD203', (text) =>
      text.replace("needs.probe.result == 'failure'", condition),
    );
    const messages = found.map(({ file, message }) => `${file} ${message}`);
    expect(messages.find((text) => text.includes('/a.yml'))).toContain(words);
  });
});

describe('the golden case', () => {
  it('is told in one run, in order: it cannot fire, and the rest is masked', async () => {
    const findings = await findingsOf('golden');
    expect(findings.map(({ rule }) => rule)).toEqual([
      'RD101',
      'RD201',
      'RD202',
      'RD302',
      'RD203',
      'RD305',
    ]);
    const [first, ...rest] = findings;
    expect(first).toMatchObject({ blocks: 'workflow', severity: 'error' });
    expect(first?.maskedBy).toBeUndefined();
    for (const { maskedBy } of rest) {
      expect(maskedBy).toBe('RD101 .github/workflows/post-deploy.yml:4');
    }
  });

  it('is the same with the line ends of Windows', async () => {
    const wanted = await findingsOf('golden');
    const found = await findingsOf('golden', (text) => text.replaceAll('\n', '\r\n'));
    expect(found.map(placeOf)).toEqual(wanted.map(placeOf));
    expect(found.flatMap(({ evidence }) => evidence).join('')).not.toContain('\r');
  });
});

describe('what GitHub told', () => {
  const messagesOf = async (fixture: string, rule: string): Promise<string> => {
    const found = (await findingsOf(fixture)).filter((finding) => finding.rule === rule);
    return found
      .map(({ message, evidence, fix }) => [message, ...evidence, fix].join('\n'))
      .join('\n');
  };

  it('stands in the umbrella: how often, the run that should have started it, its last run, its cause', async () => {
    const text = await messagesOf('RD000-renamed', 'RD000');
    expect(text).toContain('"CI" completed 3 times since 2026-11-10, and "Watch" did not run once');
    expect(text).toContain('newest run that should have started it: #3 on 2026-11-20 (success)');
    expect(text).toContain('it last ran this way: #2 on 2026-11-02');
    expect(text).toContain('last run under the name "CI and Smoke": #2 on 2026-11-02');
    expect(text).toContain('why: RD101 .github/workflows/watch.yml:4');
  });

  it('is counted in days and times', async () => {
    expect(await messagesOf('RD108-soon', 'RD108')).toContain(
      'in 9 days: the repository was quiet for 51',
    );
    expect(await messagesOf('RD109-live', 'RD109')).toMatch(
      /was due 42 times since 2026-11-21, and ran 3/,
    );
    expect(await messagesOf('RD303-live', 'RD303')).toContain(
      '2 of its last 2 runs were cancelled',
    );
    expect(await messagesOf('RD206', 'RD206')).toContain('there is a variable of this name');
  });

  it.each([
    ['RD000-unknown', 'RD000', '`actions: read`'],
    ['RD115-untold', 'RD115', '"Administration" (read)'],
    ['RD204-untold', 'RD204', '`actions: read`'],
    ['RD206-untold', 'RD206', '"Secrets" (read)'],
    ['RD114-unknown', 'RD114', '`deployments: read`'],
  ])('or not, in %s: %s is unknown, and names %s', async (fixture, rule, permission) => {
    const found = (await findingsOf(fixture)).filter((finding) => finding.rule === rule);
    expect(found.map(({ severity }) => severity)).toEqual(['unknown']);
    expect(await messagesOf(fixture, rule)).toContain(permission);
  });
});
