/** The one adapter around `@actions/core`. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Runner } from './runner.ts';
import { forLog, oneLine } from './text.ts';

const annotators = { error: core.error, warning: core.warning, notice: core.notice };

export const githubRunner = (): Runner => ({
  input: (name) => core.getInput(name, { trimWhitespace: true }),
  mask: (secret) => core.setSecret(secret),
  output: (name, value) => core.setOutput(name, value),
  keep: (name, text, extension = 'txt') => {
    const folder = join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'release-train');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}-${process.pid}.${extension}`);
    writeFileSync(path, text);
    return path;
  },
  info: (line) => core.info(forLog(line)),
  notice: (line) => core.notice(forLog(line)),
  warning: (line) => core.warning(forLog(line)),
  annotate: ({ level, file, line, title, message }) =>
    annotators[level](forLog(message), { file, startLine: line, title: oneLine(title) }),
  summary: async (markdown) => {
    // Outside a job there is no summary file, and nothing to lose. The toolkit's own writer loads
    // node:fs/promises at import, which no start needs (docs/adr/0005).
    const file = process.env['GITHUB_STEP_SUMMARY'];
    if (file) appendFileSync(file, markdown + EOL);
  },
  fail: (message) => core.setFailed(forLog(message)),
});
