/** Rules for branches, where a file of the repository states them. */
import type { SourceFile } from '@release-train/workflows';
import { parse } from 'yaml';
import type { BranchFacts } from './live/branch-facts.ts';
import type { UpdateRule } from './live/live.ts';
import { toldValue } from './live/told.ts';
import type { Sources } from './repository.ts';

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

/** Branch → the file that protects it, or the ruleset GitHub tells of. */
export function protectors({ settings, live }: Sources): ReadonlyMap<string, string> {
  const told = [...(live?.branches ?? [])].map(
    ([branch, facts]) => [branch, protectorOf(facts)] as const,
  );
  const known = told.flatMap(([branch, by]) => (by === undefined ? [] : [[branch, by] as const]));
  return new Map([...known, ...protectedBranches(settings)]);
}

function protectorOf({ rules, classic, updateRule }: BranchFacts): string | undefined {
  const types = (toldValue(rules) ?? []).map(({ type }) => type);
  const refusing = types.filter((type) => REFUSING.has(type));
  if (refusing.length > 0) return `a ruleset (${refusing.join(', ')})`;
  const contexts = toldValue(classic)?.contexts ?? [];
  return contexts.length > 0 || isRefusing(toldValue(updateRule))
    ? 'the branch protection'
    : undefined;
}

/** A token that may write anywhere else may not here. */
export const isRefusing = (rule: UpdateRule | undefined): rule is UpdateRule =>
  rule?.viewerMayWrite === true && !rule.viewerCanPush;

/** GitHub told that nothing protects the branch. */
export function isBare(branch: string, { live }: Pick<Sources, 'live'>): boolean {
  const facts = live?.branches.get(branch);
  return toldValue(facts?.rules)?.length === 0 && toldValue(facts?.classic)?.isProtected === false;
}

/** Branch → the file that protects it. */
function protectedBranches(settings: readonly SourceFile[]): ReadonlyMap<string, string> {
  return new Map(
    settings.flatMap((file) => [
      ...classicRules(file).map(({ branch }) => [branch, `"${file.path}"`] as const),
      ...rulesetBranches(file).map((branch) => [branch, `"${file.path}"`] as const),
    ]),
  );
}

export const requiredChecks = (sources: Sources): readonly RequiredCheck[] => [
  ...sources.settings.flatMap((file) => [...classicChecks(file), ...rulesetChecks(file)]),
  ...liveChecks(sources),
];

/** Files, or rulesets GitHub tells of, that turn a merge queue on. */
export const mergeQueues = ({ settings, live }: Sources): readonly string[] => [
  ...settings
    .filter((file) => rulesOf(file).some((rule) => field(rule, 'type') === 'merge_queue'))
    .map(({ path }) => `"${path}"`),
  ...[...(live?.branches ?? [])]
    .filter(([, { rules }]) => (toldValue(rules) ?? []).some(({ type }) => type === 'merge_queue'))
    .map(([branch]) => `the ruleset of ${branch}`),
];

/** They stand in no file: the workflow that checks pull requests is where one would look. */
function liveChecks({ live, files }: Sources): readonly RequiredCheck[] {
  const home = files.find(({ workflow }) =>
    workflow.triggers.some(({ event }) => event === 'pull_request'),
  );
  const file = home?.path ?? files[0]?.path;
  if (file === undefined) return [];
  const all = [...(live?.branches ?? [])].flatMap(([, { rules, classic }]) => [
    ...(toldValue(rules) ?? []).flatMap(({ checks }) => checks),
    ...(toldValue(classic)?.contexts ?? []).map((context) => ({ context, app: undefined })),
  ]);
  return all
    .filter(({ context }, at) => all.findIndex((each) => each.context === context) === at)
    .map(({ context, app }) => ({ context, file, line: 1, isActions: isActionsApp(app) }));
}

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
