import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const home = join(import.meta.dirname, '..');
const fixture = (name: string): string => join(home, 'fixtures', name);

function doctor(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(home, 'src/cli.ts'), ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('npm run doctor', () => {
  it('shows the golden case and exits by --fail-on', () => {
    const { status, stdout } = doctor(fixture('golden'));
    expect(status).toBe(1);
    expect(stdout.match(/^\w+ {2}\S+:\d+ {2}RD\d+/gm)).toHaveLength(6);
    expect(stdout).toMatch(/post-deploy\.yml +cannot fire/);
    expect(doctor(fixture('golden'), '--fail-on', 'never').status).toBe(0);
  });

  it('exits 0 for a clean repository, with what it looked at', () => {
    const { status, stdout } = doctor(fixture('RD203-clean'));
    expect(stdout).toContain('clean: 4 workflow files, 0 errors, 0 warnings, 0 unknown\n');
    expect(status).toBe(0);
  });

  it('takes variables as gh lists them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const file = join(folder, 'vars.json');
    writeFileSync(file, '[{"name":"MONITOR_ENABLED","value":"false"}]');
    const { status, stdout } = doctor(fixture('RD201-clean'), '--vars', file);
    expect(stdout).toMatch(/vars\.yml:\d+ {2}RD201/);
    expect(status).toBe(1);
    rmSync(folder, { recursive: true });
  });

  it('prints JSON and writes SARIF', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const sarif = join(folder, 'out.sarif');
    const { stdout } = doctor(fixture('RD101'), '--json', '--sarif', sarif);
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });

  it.each([
    [['/nowhere'], 'is not a folder that can be read'],
    [['--fail-on', 'sometimes'], 'input "fail-on" is "sometimes"'],
    [['--bogus'], "Unknown option '--bogus'"],
    [['--vars', '/nowhere.json'], 'ENOENT'],
  ])('%j exits 2 and says what is wrong, with the usage', (args, message) => {
    const { status, stderr } = doctor(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('npm run doctor -- ');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
