/** From a repository to ordered findings, each masked by what keeps it from mattering yet. */
import type { Draft, Finding, Rule, Stage } from './finding.ts';
import type { Repository } from './repository.ts';

export type Verdict = 'clean' | 'findings' | 'unknown';

/** What becomes of one workflow. */
export type Fate =
  | 'fires'
  | 'cannot fire'
  | 'has not fired'
  | 'fires, but jobs are skipped'
  | 'fires, but cannot act'
  | 'unknown';

const DOCS = 'https://github.com/release-train/release-train/blob/main/docs/rules';

const RANK: Readonly<Record<Stage, number>> = { A: 0, B: 1, C: 2, D: 3 };

/** Ordered by stage, then by place; what could not be told comes last. */
export function diagnose(repository: Repository, rules: readonly Rule[]): readonly Finding[] {
  const findings = rules
    .flatMap((rule) => rule.check(repository).map((draft) => toFinding(rule, draft)))
    .toSorted(byStage);
  return findings.map(withExplanation).map((finding, at) => {
    const mask = findings.slice(0, at).find((earlier) => hides(earlier, finding));
    return mask ? { ...finding, maskedBy: `${mask.rule} ${mask.file}:${mask.line}` } : finding;
  });
}

const isUmbrella = ({ rule, severity }: Finding): boolean =>
  rule === 'RD000' && severity === 'error';

/** The umbrella says that it did not run; what keeps it from running is why. */
function withExplanation(finding: Finding, _at: number, all: readonly Finding[]): Finding {
  if (!isUmbrella(finding)) return finding;
  const causes = all.filter(
    (other) =>
      other.rule !== finding.rule &&
      (other.blocks === 'repository' ||
        (other.file === finding.file && other.blocks === 'workflow')),
  );
  const why = causes.map(({ rule, file, line }) => `why: ${rule} ${file}:${line}`);
  return { ...finding, evidence: [...finding.evidence, ...why] };
}

export function decideVerdict(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity !== 'unknown')) return 'findings';
  return findings.length > 0 ? 'unknown' : 'clean';
}

/** `warning` counts what could not be told, too: it is no pass. */
export function isFailure(
  findings: readonly Finding[],
  failOn: 'error' | 'warning' | 'never',
): boolean {
  if (failOn === 'never') return false;
  return findings.some(({ severity }) => failOn === 'warning' || severity === 'error');
}

export function fateOf(path: string, findings: readonly Finding[]): Fate {
  if (findings.some(({ blocks }) => blocks === 'repository')) return 'cannot fire';
  const here = findings.filter(({ file }) => file === path);
  const sure = here.filter(({ severity }) => severity !== 'unknown');
  if (sure.some(({ blocks }) => blocks === 'workflow')) return 'cannot fire';
  if (sure.some(isUmbrella)) return 'has not fired';
  if (sure.some(({ blocks }) => blocks === 'job')) return 'fires, but jobs are skipped';
  if (sure.some(({ stage }) => stage === 'D')) return 'fires, but cannot act';
  return here.length > sure.length ? 'unknown' : 'fires';
}

const toFinding = ({ id, name, stage }: Rule, draft: Draft): Finding => ({
  stage,
  ...draft,
  rule: id,
  name,
  doc: `${DOCS}/${id}.md`,
});

const byStage = (one: Finding, other: Finding): number =>
  Number(one.severity === 'unknown') - Number(other.severity === 'unknown') ||
  RANK[one.stage] - RANK[other.stage] ||
  one.file.localeCompare(other.file) ||
  one.line - other.line ||
  one.rule.localeCompare(other.rule);

/** Masked means: it cannot be seen at work before the earlier one is mended. */
function hides(earlier: Finding, later: Finding): boolean {
  if (earlier.severity === 'unknown') return false;
  if (earlier.blocks === 'repository') return true;
  if (earlier.file !== later.file) return false;
  switch (earlier.blocks) {
    case 'workflow':
      return true;
    case 'job':
      return earlier.job === later.job && earlier.line < later.line;
    case 'nothing':
      return false;
    default:
      return earlier.blocks satisfies never;
  }
}
