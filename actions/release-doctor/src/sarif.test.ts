/** What we write is SARIF by the schema of OASIS, whatever was found. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { findingsOf, fixtures } from './fixtures.fixture.ts';
import { rules } from './rules/index.ts';
import { renderSarif } from './sarif.ts';

const schema = join(import.meta.dirname, '../tests/generated/sarif-2.1.0-rtm.5.json');
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));

const problemsOf = (sarif: unknown): readonly string[] => {
  validate(sarif);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe('SARIF', () => {
  it('of every fixture is valid by its schema', async () => {
    for (const fixture of fixtures) {
      const sarif: unknown = JSON.parse(renderSarif(await findingsOf(fixture), rules));
      expect(problemsOf(sarif), fixture).toEqual([]);
    }
  });

  it('with a level that there is not, or a line 0, is found by that schema', async () => {
    const sarif = JSON.parse(renderSarif(await findingsOf('golden'), rules));
    sarif.runs[0].results[0].level = 'grave';
    sarif.runs[0].results[1].locations[0].physicalLocation.region.startLine = 0;
    expect(problemsOf(sarif).join('\n')).toMatch(
      /results\/0\/level .*[\s\S]*startLine must be >= 1/,
    );
  });
});
