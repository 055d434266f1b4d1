/** RD101, RD102, RD107: names in `on: workflow_run: workflows:` that lead nowhere. */
import {
  namesWorkflow,
  type Trigger,
  upstreamPatterns,
  workflowRunOf,
} from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';
import { failedStarts } from './live-upstream.ts';

type Cause = 'unknown' | 'metacharacter' | 'rejected' | 'case';

interface DeadName {
  readonly file: WorkflowFile;
  readonly pattern: string;
  readonly line: number;
  readonly cause: Cause;
  /** No other name of the list leads anywhere. */
  readonly isOnly: boolean;
}

export const unknownUpstream: Rule = {
  id: 'RD101',
  name: 'wr-unknown-upstream',
  stage: 'B',
  title: 'A `workflow_run` trigger waits for a workflow name that no workflow has.',
  check: (repository) => [
    ...deadNames(repository, 'unknown').map((dead) => unknownDraft(dead, repository)),
    ...deadNames(repository, 'case').map((dead) => caseDraft(dead, repository)),
  ],
};

export const globMetacharacter: Rule = {
  id: 'RD102',
  name: 'wr-glob-metachar',
  stage: 'B',
  title: 'A `workflow_run` trigger spells a name with characters that are glob syntax there.',
  check: (repository) => deadNames(repository, 'metacharacter').map(metacharacterDraft),
};

export const brokenUpstream: Rule = {
  id: 'RD107',
  name: 'upstream-broken',
  stage: 'A',
  title: 'A `workflow_run` trigger waits for a workflow whose file GitHub cannot read.',
  check: (repository) => [
    ...deadNames(repository, 'rejected').map((dead) => brokenDraft(dead, repository)),
    ...failedStarts(repository),
  ],
};

function deadNames({ files, graph }: Repository, wanted: Cause): readonly DeadName[] {
  return files.flatMap((file) => {
    const trigger = workflowRunOf(file.workflow);
    if (!trigger) return [];
    const patterns = upstreamPatterns(file.workflow);
    const dead = graph.dead.filter(({ listener }) => listener === file.path);
    return dead
      .map(({ pattern }) => ({
        file,
        pattern,
        line: patternLine(file, trigger, pattern),
        cause: causeOf(pattern, files),
        isOnly: dead.length === patterns.length,
      }))
      .filter(({ cause }) => cause === wanted);
  });
}

function causeOf(pattern: string, files: readonly WorkflowFile[]): Cause {
  const broken = files.filter(({ isRejected }) => isRejected);
  if (broken.some(({ declaredName }) => namesWorkflow(pattern, declaredName))) return 'rejected';
  const names = files.map(({ workflow }) => workflow.name);
  if (names.includes(pattern)) return 'metacharacter';
  const isCase = names.some((name) => name.toLowerCase() === pattern.toLowerCase());
  return isCase ? 'case' : 'unknown';
}

function patternLine(file: WorkflowFile, { filters, line }: Trigger, pattern: string): number {
  const start = filters.workflows?.line ?? line;
  const at = file.lines.findIndex((text, index) => index >= start - 1 && text.includes(pattern));
  return at < 0 ? start : at + 1;
}

const base = ({ file, line, isOnly }: DeadName) =>
  ({
    severity: isOnly ? 'error' : 'warning',
    file: file.path,
    line,
    blocks: isOnly ? 'workflow' : 'nothing',
  }) as const;

function unknownDraft(dead: DeadName, { files, git }: Repository): Draft {
  const names = files.map(({ workflow }) => workflow.name);
  const rename = git.renames.get(dead.pattern);
  const near = rename?.to ?? nearest(dead.pattern, names);
  return {
    ...base(dead),
    message: `no workflow is called "${dead.pattern}", so nothing ever starts "${dead.file.declaredName}" by that name`,
    evidence: [
      quoteLine(dead.file, dead.line),
      `workflows here: ${names.map((name) => `"${name}"`).join(', ')}`,
      ...(rename ? [renameText(dead.pattern, rename)] : []),
      ...(git.isShallow && !rename
        ? ['the clone is shallow: its history could not be searched']
        : []),
    ],
    fix: near
      ? `Write \`workflows: [${near}]\`, and keep \`name:\` and this list in step.`
      : 'Name a workflow of this repository; a `workflow_run` does not reach into others.',
  };
}

const renameText = (
  name: string,
  { commit, date, to }: { commit: string; date: string; to?: string },
): string =>
  to === undefined
    ? `"${name}" went away in ${commit.slice(0, 12)} (${date})`
    : `"${name}" was renamed to "${to}" in ${commit.slice(0, 12)} (${date})`;

const caseDraft = (dead: DeadName, { files }: Repository): Draft => {
  const name = files
    .map(({ workflow }) => workflow.name)
    .find((other) => other.toLowerCase() === dead.pattern.toLowerCase());
  return {
    ...base(dead),
    severity: 'unknown',
    blocks: 'nothing',
    message: `"${dead.pattern}" and the workflow "${name ?? ''}" differ in case; GitHub does not say whether that matters`,
    evidence: [quoteLine(dead.file, dead.line)],
    fix: `Spell it "${name ?? ''}".`,
  };
};

const metacharacterDraft = (dead: DeadName): Draft => ({
  ...base(dead),
  message: `"${dead.pattern}" is read as a glob and does not match the workflow of that very name`,
  evidence: [
    quoteLine(dead.file, dead.line),
    `of special meaning: ${[...new Set(dead.pattern.match(/[[\]+?*!]/g) ?? [])].join(' ')}`,
  ],
  fix: `Write '${dead.pattern.replace(/[[\]+?*!\\]/g, '\\$&')}', or give the workflow a name without these characters.`,
});

function brokenDraft(dead: DeadName, { files }: Repository): Draft {
  const upstream = files.find(
    ({ isRejected, declaredName }) => isRejected && namesWorkflow(dead.pattern, declaredName),
  );
  return {
    ...base(dead),
    message: `"${dead.pattern}" is the name in "${upstream?.path ?? ''}", a file GitHub cannot read; its runs carry the path as name`,
    evidence: [quoteLine(dead.file, dead.line)],
    fix: `Mend "${upstream?.path ?? ''}" first; until then its runs do not carry its name.`,
  };
}

/** The name that shares most words with what was written. */
function nearest(pattern: string, names: readonly string[]): string | undefined {
  const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const wanted = words(pattern);
  const scored = names
    .filter((name) => !name.includes('/'))
    .map((name) => ({ name, score: words(name).filter((word) => wanted.includes(word)).length }));
  const [best] = scored.toSorted((one, other) => other.score - one.score);
  return best && best.score > 0 ? best.name : undefined;
}
