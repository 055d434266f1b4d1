/** Rules for branches, where a file of the repository states them. */
import type { SourceFile } from '@release-train/workflows';
import { parse } from 'yaml';

/** A required check, and the file that requires it. */
export interface RequiredCheck {
  readonly context: string;
  readonly file: string;
  readonly line: number;
  /** GitHub Actions' own id, or not stated; a check of another app is none of ours. */
  readonly isActions: 'yes' | 'no' | 'unknown';
}

/** https://api.github.com/apps/github-actions */
const ACTIONS_APP = 15368;

/** Branch → the file that protects it. */
export function protectedBranches(settings: readonly SourceFile[]): ReadonlyMap<string, string> {
  return new Map(
    settings.flatMap((file) => [
      ...classicRules(file).map(({ branch }) => [branch, file.path] as const),
      ...rulesetBranches(file).map((branch) => [branch, file.path] as const),
    ]),
  );
}

export const requiredChecks = (settings: readonly SourceFile[]): readonly RequiredCheck[] =>
  settings.flatMap((file) => [...classicChecks(file), ...rulesetChecks(file)]);

/** Files that turn a merge queue on. */
export const mergeQueues = (settings: readonly SourceFile[]): readonly string[] =>
  settings
    .filter((file) => rulesOf(file).some((rule) => field(rule, 'type') === 'merge_queue'))
    .map(({ path }) => path);

/** The form of https://github.com/repository-settings/app */
function classicRules(file: SourceFile): readonly { branch: string; protection: unknown }[] {
  return list(field(contentOf(file), 'branches')).flatMap((item) => {
    const branch = field(item, 'name');
    const protection = field(item, 'protection');
    return typeof branch === 'string' && isRecord(protection) ? [{ branch, protection }] : [];
  });
}

const classicChecks = (file: SourceFile): readonly RequiredCheck[] =>
  classicRules(file).flatMap(({ protection }) => {
    const checks = field(protection, 'required_status_checks');
    return [
      ...list(field(checks, 'contexts')).map((context) => toCheck(file, context, undefined)),
      ...list(field(checks, 'checks')).map((check) =>
        toCheck(file, field(check, 'context'), field(check, 'app_id')),
      ),
    ].flat();
  });

const rulesetChecks = (file: SourceFile): readonly RequiredCheck[] =>
  rulesOf(file)
    .filter((rule) => field(rule, 'type') === 'required_status_checks')
    .flatMap((rule) => list(field(field(rule, 'parameters'), 'required_status_checks')))
    .flatMap((check) => toCheck(file, field(check, 'context'), field(check, 'integration_id')));

function toCheck(file: SourceFile, context: unknown, app: unknown): readonly RequiredCheck[] {
  if (typeof context !== 'string') return [];
  const at = file.text.split('\n').findIndex((line) => line.includes(context));
  return [{ context, file: file.path, line: at + 1, isActions: isActionsApp(app) }];
}

function isActionsApp(app: unknown): RequiredCheck['isActions'] {
  if (typeof app !== 'number') return 'unknown';
  return app === ACTIONS_APP ? 'yes' : 'no';
}

/** The form GitHub exports and its API takes: https://docs.github.com/en/rest/repos/rules */
function rulesOf(file: SourceFile): readonly unknown[] {
  const ruleset = contentOf(file);
  return field(ruleset, 'enforcement') === 'active' ? list(field(ruleset, 'rules')) : [];
}

const REFUSING = new Set(['pull_request', 'required_status_checks', 'update']);

function rulesetBranches(file: SourceFile): readonly string[] {
  const refuses = rulesOf(file).some((rule) => REFUSING.has(String(field(rule, 'type'))));
  const names = field(field(contentOf(file), 'conditions'), 'ref_name');
  return refuses
    ? list(field(names, 'include')).map((ref) => String(ref).replace(/^refs\/heads\//, ''))
    : [];
}

function contentOf({ text }: SourceFile): unknown {
  try {
    // JSON is YAML.
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const field = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
