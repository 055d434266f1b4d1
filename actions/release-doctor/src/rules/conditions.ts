/** RD201, RD203, RD204 and the job half of RD304: conditions that no run makes true. */
import type { Draft, Rule } from '../finding.ts';
import { ASSUMED, type Cause, type DeadCondition, type Never } from '../judged-conditions.ts';
import { quoteLine } from '../region.ts';
import type { Repository } from '../repository.ts';
import type { ConditionSite } from '../variables.ts';
import { environmentDrafts } from './live-environment.ts';

export const neverTrue: Rule = {
  id: 'RD201',
  name: 'if-never-true',
  stage: 'D',
  title: 'A condition is false in every run that can happen.',
  check: (repository) => [
    ...deadBy(repository, 'itself').map(({ site, never }) => neverDraft(site, never)),
    ...unknownConditions(repository),
  ],
};

export const implicitSuccess: Rule = {
  id: 'RD203',
  name: 'if-implicit-success',
  stage: 'D',
  title: 'A condition asks for a failure, but runs only where everything succeeded.',
  check: (repository) =>
    deadBy(repository, 'status').map(({ site }) => ({
      ...base(site),
      message: site.condition.startsWith('success() && (')
        ? 'the condition can never be true: without a status function GitHub puts `success() &&` in front of it'
        : 'the condition can never be true: the status it asks for and the results it tests exclude each other',
      evidence: [quoteLine(site.file, site.line), `GitHub evaluates: ${site.condition}`],
      fix: 'Put `failure() &&` or `!cancelled() &&` in front of it.',
    })),
};

export const environmentGate: Rule = {
  id: 'RD204',
  name: 'environment-gate',
  stage: 'D',
  title:
    'An environment does not take the run, or a condition tests what only the environment has.',
  check: (repository) => [...environmentDrafts(repository), ...environmentVariables(repository)],
};

const environmentVariables = (repository: Repository): readonly Draft[] =>
  deadBy(repository, 'environment').map(({ site, never }) => ({
    ...base(site),
    severity: 'warning',
    message: `the condition of job "${site.job.id}" tests a variable the repository does not have, and is evaluated before the job enters its environment`,
    evidence: [quoteLine(site.file, site.line), ...never.facts.map(({ because }) => because)],
    fix: 'Create the variable in the repository, or test it in a step: only steps see the variables of an environment.',
  }));

/** Conditions on `needs.<job>.result == 'failure'` of a job that cannot end so. */
export const toleratedFailures = (repository: Repository): readonly Draft[] =>
  deadBy(repository, 'tolerated').map(({ site, never }) => ({
    ...base(site),
    message: `the condition can never be true: ${never.facts.map(({ because }) => because).join('; ')}`,
    evidence: [quoteLine(site.file, site.line)],
    fix: 'Take `continue-on-error` away, or hand the outcome on as an output of the job and test that.',
  }));

const base = ({ file, job, step, line }: ConditionSite) =>
  ({
    severity: 'error',
    file: file.path,
    line,
    job: job.id,
    blocks: step ? 'nothing' : 'job',
  }) as const;

function neverDraft(site: ConditionSite, { facts }: Never): Draft {
  const isAssumed = facts.some(({ because }) => because.startsWith(ASSUMED));
  return {
    ...base(site),
    severity: isAssumed ? 'warning' : 'error',
    message:
      facts.length === 0
        ? 'the condition contradicts itself and is never true'
        : `the condition is never true: ${facts.map(({ because }) => because).join('; ')}`,
    evidence: [quoteLine(site.file, site.line), `GitHub evaluates: ${site.condition}`],
    fix: 'Change the condition, or what makes it false. What it guards is skipped without a word.',
  };
}

const unknownConditions = ({ conditions }: Repository): readonly Draft[] =>
  conditions.untold.map(({ site, reason }) => ({
    ...base(site),
    severity: 'unknown',
    blocks: 'nothing',
    message: `whether the condition can be true could not be told: ${reason}`,
    evidence: [quoteLine(site.file, site.line)],
    fix: 'Split the condition, for instance into two steps.',
  }));

const deadBy = ({ conditions }: Repository, wanted: Cause): readonly DeadCondition[] =>
  conditions.dead.filter(({ cause }) => cause === wanted);
