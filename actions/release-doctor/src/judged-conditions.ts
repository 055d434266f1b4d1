/** Every `if` of the repository, and whether any run can make it true. */
import { type Known, type Satisfiability, satisfiability } from '@release-train/workflows';
import { eventFacts } from './condition-facts.ts';
import type { Sources } from './repository.ts';
import {
  type ConditionSite,
  conditionSites,
  hasVariable,
  type Mistake,
  mistakenVariables,
} from './variables.ts';

export type Never = Extract<Satisfiability, { readonly kind: 'never' }>;

/** What makes a condition never true: itself, status functions, an environment's variable, `continue-on-error`. */
export type Cause = 'itself' | 'status' | 'environment' | 'tolerated';

export interface DeadCondition {
  readonly site: ConditionSite;
  readonly never: Never;
  readonly cause: Cause;
}

export interface JudgedConditions {
  readonly dead: readonly DeadCondition[];
  readonly untold: readonly { readonly site: ConditionSite; readonly reason: string }[];
}

export function judgeConditions(repository: Sources): JudgedConditions {
  const mistaken = mistakenVariables(repository);
  const judged = conditionSites(repository)
    .filter(isMeant)
    .map((site) => ({
      site,
      answers: answersOf(site, { repository, mistaken }),
    }));
  return {
    dead: judged.flatMap(({ site, answers }) => {
      const never = neverOf(answers);
      return never ? [{ site, never, cause: causeOf(site, never) }] : [];
    }),
    untold: judged.flatMap(({ site, answers }) => {
      const untold = answers.find((answer) => answer.kind === 'unknown');
      // An expression that does not parse is an error of its file.
      return untold && site.file.errors.length === 0 ? [{ site, reason: untold.reason }] : [];
    }),
  };
}

/** `if: false` and its kind are switched off on purpose. */
function isMeant({ condition }: ConditionSite): boolean {
  const code = condition.replace(/'(?:[^']|'')*'/g, "''");
  const isOff = /\bfalse\b/.test(code.replace(/[=!]=\s*false\b|\bfalse\s*[=!]=/g, ''));
  return !isOff && /\b[a-z_]+[.[]|\b(?:failure|cancelled)\(/.test(code);
}

interface Study {
  readonly repository: Sources;
  readonly mistaken: ReadonlyMap<string, Mistake>;
}

function causeOf({ step, job }: ConditionSite, { facts, byStatus }: Never): Cause {
  if (byStatus) return 'status';
  if (facts.some(({ path }) => path.startsWith('needs.'))) return 'tolerated';
  const isVariable = facts.some(({ because }) => because.startsWith(ABSENT));
  return isVariable && !step && job.environment !== undefined ? 'environment' : 'itself';
}

/** One answer per event that starts the workflow. */
function answersOf(site: ConditionSite, study: Study): readonly Satisfiability[] {
  const status = statusOf(site);
  return site.file.workflow.triggers.map((trigger) => {
    try {
      const known = [
        ...eventFacts(site.condition, trigger, { file: site.file, repository: study.repository }),
        ...variableFacts(site, study),
        ...toleratedFacts(site),
      ];
      return satisfiability(site.condition, { known, status });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'unknown', reason };
    }
  });
}

function neverOf(all: readonly Satisfiability[]): Never | undefined {
  const nevers = all.filter((answer) => answer.kind === 'never');
  if (nevers.length === 0 || nevers.length < all.length) return undefined;
  const facts = nevers.flatMap((never) => never.facts);
  const unique = facts.filter(
    (fact, at) => facts.findIndex(({ because }) => because === fact.because) === at,
  );
  return { kind: 'never', facts: unique, byStatus: nevers.every(({ byStatus }) => byStatus) };
}

function statusOf({ file, job, step }: ConditionSite) {
  if (step) {
    const earlier = job.steps.slice(0, job.steps.indexOf(step));
    const failing = earlier.filter(({ continueOnError }) => continueOnError === undefined);
    return { kind: 'step', failing: failing.flatMap(({ id }) => (id ? [id] : [])) } as const;
  }
  const needed = file.workflow.jobs.filter(({ id }) => job.needs.includes(id));
  const hasAncestors = needed.some(({ needs }) => needs.length > 0);
  return { kind: 'job', needs: job.needs, hasAncestors } as const;
}

const ABSENT = 'the repository has no variable';
export const ASSUMED = 'taken as unset:';

function variableFacts(site: ConditionSite, { repository, mistaken }: Study): readonly Known[] {
  const { vars } = repository;
  return site.variables.flatMap((name) => {
    const path = `vars.${name}`;
    if (vars) {
      if (hasVariable(vars, name))
        return [{ path, values: valuesOf(vars, name), because: `\`${path}\` is set` }];
      // A step may see variables of the environment, which nobody listed.
      if (site.step && site.job.environment !== undefined) return [];
      return [{ path, values: [''], because: `${ABSENT} "${name}", and an absent one is ''` }];
    }
    if (!mistaken.has(name)) return [];
    return [{ path, values: [''], because: `${ASSUMED} \`${path}\`, whose name is a secret's` }];
  });
}

const valuesOf = (vars: ReadonlyMap<string, string>, name: string): readonly string[] =>
  [...vars].filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

const toleratedFacts = ({ file, job, step }: ConditionSite): readonly Known[] =>
  step
    ? []
    : file.workflow.jobs
        .filter(({ id, continueOnError }) => job.needs.includes(id) && continueOnError === true)
        .map(({ id }) => ({
          path: `needs.${id}.result`,
          values: ['success', 'cancelled', 'skipped'],
          because: `job "${id}" has \`continue-on-error: true\` and never counts as failed`,
        }));
