import { describe, expect, it } from 'vitest';
import { parseEvidence } from './evidence.ts';

const parsed = (value: unknown) => parseEvidence(JSON.stringify(value));

describe('evidence', () => {
  it('is an item with a verdict, and perhaps a link', () => {
    expect(
      parsed({
        'Health of staging': { verdict: 'healthy', url: 'https://ci.example/runs/1?job=2' },
        Migrations: { verdict: 'failed' },
      }),
    ).toEqual([
      {
        name: 'Health of staging',
        verdict: 'healthy',
        isGood: true,
        url: 'https://ci.example/runs/1?job=2',
      },
      { name: 'Migrations', verdict: 'failed', isGood: false, url: undefined },
    ]);
  });

  it.each(['success', 'healthy', 'clean', 'complete', 'in-sync', 'passed', 'ok'])(
    'takes %s for good',
    (verdict) => expect(parsed({ a: { verdict } })[0]?.isGood).toBe(true),
  );

  it.each(['degraded', 'unhealthy', 'skipped', 'superseded', 'inconclusive', 'Success!', 'true'])(
    'does not take %s for good',
    (verdict) => expect(parsed({ a: { verdict } })[0]?.isGood).toBe(false),
  );

  it('reads verdicts and links of steps, and nothing else of their outputs', () => {
    const steps = {
      checkout: { outputs: { ref: 'x' }, outcome: 'success', conclusion: 'success' },
      deploy: {
        outputs: { verdict: 'success', url: 'https://user:pw@shop.example/a?key=s3cret#top' },
        outcome: 'success',
      },
      health: { outputs: { verdict: 'unhealthy', token: 's3cret' }, outcome: 'failure' },
      broken: { outputs: {}, outcome: 'failure', conclusion: 'success' },
    };

    const found = parsed(steps);

    expect(found.map(({ name, verdict, isGood }) => [name, verdict, isGood])).toEqual([
      ['deploy', 'success', true],
      ['health', 'unhealthy', false],
      ['broken', 'failure', false],
    ]);
    expect(found[0]?.url).toBe('https://shop.example/a');
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });

  it('reads the results of jobs, but rather their verdicts', () => {
    const needs = {
      tests: { result: 'success', outputs: {} },
      health: {
        result: 'success',
        outputs: { verdict: 'degraded', 'pr-url': 'https://a.example/1' },
      },
    };

    expect(parsed(needs)).toEqual([
      { name: 'tests', verdict: 'success', isGood: true, url: undefined },
      { name: 'health', verdict: 'degraded', isGood: false, url: 'https://a.example/1' },
    ]);
  });

  it.each([
    ['{"a": {"verdict": "s3cret"', 'not valid JSON'],
    ['{"a": s3cret}', 'not valid JSON'],
    ['["s3cret"]', 'not a JSON object'],
    ['null', 'not a JSON object'],
    ['{"s3cret": "healthy"}', 'entry 1 is not an object'],
    [
      '{"a": {"verdict": "ok"}, "s3cret": {"url": "https://a.example"}}',
      'entry 2 has no "verdict"',
    ],
    [
      '{"a": {"verdict": "ok", "url": "javascript:s3cret"}}',
      '"url" of entry 1 is not an http(s) URL',
    ],
    [
      JSON.stringify(
        Object.fromEntries(
          Array.from({ length: 101 }, (_, at) => [`s3cret${at}`, { verdict: 'ok' }]),
        ),
      ),
      'it has 101 items, and at most 100',
    ],
  ])('refuses %# with a reason that quotes nothing', (text, reason) => {
    const refused = (): unknown => parseEvidence(text);

    expect(refused).toThrow(reason);
    expect(refused).not.toThrow('s3cret');
  });
});
