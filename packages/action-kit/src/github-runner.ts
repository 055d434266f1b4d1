/** The one adapter around `@actions/core`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
    // Outside a job there is no summary file, and nothing to lose.
    if (!process.env['GITHUB_STEP_SUMMARY']) return;
    await core.summary.addRaw(markdown, true).write();
  },
  fail: (message) => core.setFailed(forLog(message)),
});
