import { describe, expect, it } from 'vitest';
import { diagnose } from './decide.ts';
import { CI, DEAD, doctorPorts, type Given } from './doctor.fixture.ts';
import type { Finding } from './finding.ts';
import { renderMermaid } from './mermaid.ts';
import { renderOutcome } from './render.ts';
import { rules } from './rules/index.ts';
import { studyRepository } from './study.ts';
import { renderTerminal } from './terminal.ts';

async function diagnosed(given: Given) {
  const repository = await studyRepository(doctorPorts(given), {
    secretNames: [],
    event: { visibility: 'unknown' },
  });
  return { repository, findings: diagnose(repository, rules), sarifFile: '/kept' };
}

describe('the trigger graph', () => {
  it('shows who starts whom, the dead edge marked', async () => {
    const { repository, findings } = await diagnosed({
      files: {
        'ci.yml': CI,
        'live.yml': DEAD.replace('Watch', 'Live').replace('CI and Smoke', 'CI'),
        'watch.yml': DEAD,
      },
    });
    expect(renderMermaid(repository, findings)).toBe(`flowchart LR
  w0["CI<br/>on push"]
  w1["Live<br/>on workflow_run"]
  w2["Watch<br/>on workflow_run"]:::dead
  w0 --> w1
  d0["CI and Smoke"]:::missing -. no such workflow .-x w2
  classDef dead stroke:#cf222e,stroke-width:2px
  classDef missing stroke:#cf222e,stroke-dasharray:4
`);
  });

  it('lets no name out of its label', async () => {
    const name = 'A"] --> B <script>`x`';
    const { repository, findings } = await diagnosed({
      files: { 'ci.yml': CI.replace('name: CI', `name: '${name}'`) },
    });
    expect(renderMermaid(repository, findings)).toContain(
      '  w0["A#34;#93; --#62; B #60;script#62;#96;x#96;<br/>on push"]\n',
    );
  });

  it('leaves out what stands alone where there are too many', async () => {
    const many = Array.from({ length: 70 }, (_, at) => [`x${at}.yml`, CI.replace('CI', `X${at}`)]);
    const files = { ...Object.fromEntries(many), 'watch.yml': DEAD };
    const { repository, findings } = await diagnosed({ files });
    expect(renderMermaid(repository, findings).match(/^ {2}w\d/gm)).toHaveLength(1);
  });
});

describe('the summary', () => {
  it('has the findings in order, the fate of each workflow and the picture', async () => {
    const diagnosis = await diagnosed({ files: { 'ci.yml': CI, 'watch.yml': DEAD } });
    const { summary } = renderOutcome(diagnosis, 'error');
    expect(summary).toMatch(
      /^### release-doctor: findings\n\nsome of it does not work · 2 workflow files · 2 error/,
    );
    expect(summary).toContain('| Watch | `.github/workflows/watch.yml` | cannot fire |');
    expect(summary).toContain('| CI | `.github/workflows/ci.yml` | fires |');
    expect(summary).toContain('masked by `RD101 .github/workflows/watch.yml:4`');
    expect(summary).toContain('```mermaid\nflowchart LR\n');
  });

  it('neutralises names that come from files', async () => {
    const hostile = DEAD.replace('CI and Smoke', "'<img src=x> @octocat | #1'");
    const { summary } = renderOutcome(
      await diagnosed({ files: { 'watch.yml': hostile } }),
      'error',
    );
    expect(summary).not.toMatch(/[^\\]<img/);
    expect(summary).not.toMatch(/@octocat|[^\\]\| #1/);
  });
});

describe('the picture', () => {
  const listeners = (findings: readonly Finding[]) => {
    const file = (path: string, name: string, on: string) => ({
      path,
      lines: [],
      declaredName: name,
      isRejected: false,
      errors: [],
      workflow: {
        path,
        name,
        triggers: [{ event: on, line: 1, filters: {}, schedules: [], inputs: [] }],
        defaults: {},
        jobs: [],
      },
    });
    const files = [file('ci.yml', 'CI', 'push'), file('w.yml', 'Watch', 'workflow_run')];
    const edge = { kind: 'workflow_run', upstream: 'ci.yml', listener: 'w.yml', by: 'CI' } as const;
    return renderMermaid({ files, graph: { edges: [edge], dead: [] } }, findings);
  };
  const finding = (rule: string, blocks: Finding['blocks']): Finding => ({
    rule,
    name: rule,
    stage: 'B',
    doc: '',
    severity: 'error',
    file: 'w.yml',
    line: 1,
    blocks,
    message: '',
    evidence: [],
    fix: '',
  });

  it('marks an edge along which nothing comes, and one along which nothing has come', () => {
    expect(listeners([])).toContain('  w0 --> w1\n');
    expect(listeners([finding('RD103', 'workflow')])).toContain('  w0 -. never .-x w1\n');
    expect(listeners([finding('RD000', 'nothing')])).toContain('  w0 -. has not .-x w1\n');
  });
});

describe('the terminal', () => {
  it('shows the line, the evidence, the fix and the page', async () => {
    const { repository, findings } = await diagnosed({
      files: { 'ci.yml': CI, 'watch.yml': DEAD },
    });
    expect(renderTerminal(repository, findings.slice(0, 1))).toBe(
      `Stage B: is the workflow selected?

error  .github/workflows/watch.yml:4  RD101 wr-unknown-upstream
  no workflow is called "CI and Smoke", so nothing ever starts "Watch" by that name
    4 | workflows: [CI and Smoke]
    workflows here: "CI", "Watch"
  fix: Write \`workflows: [CI]\`, and keep \`name:\` and this list in step.
  https://github.com/release-train/release-train/blob/main/docs/rules/RD101.md

.github/workflows/ci.yml     fires
.github/workflows/watch.yml  cannot fire

findings: 2 workflow files, 1 errors, 0 warnings, 0 unknown
`,
    );
  });
});
