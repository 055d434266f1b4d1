/** RD302: a health probe that the old container answers as well as the new one. */
import type { Draft, Rule } from '../finding.ts';
import { type JobSite, jobSites, quoteLine, type StepSite } from '../region.ts';
import { type Command, commands } from '../shell-lines.ts';

const AFTER_DEPLOY = new Set(['workflow_run', 'deployment_status']);
const HEALTH = /health|ready|smoke|alive|ping|status|monitor|verify/i;
const REVISION = /head_sha|deployment\.sha|GITHUB_SHA|github\.sha|\bcommit\b|revision|_SHA\b/i;

export const probeUnbound: Rule = {
  id: 'RD302',
  name: 'probe-unbound',
  stage: 'D',
  title: 'A probe after a deploy does not ask which revision answers.',
  check: ({ files }) =>
    files.flatMap((file) => {
      const isAfterDeploy = file.workflow.triggers.some(({ event }) => AFTER_DEPLOY.has(event));
      return isAfterDeploy ? jobSites(file).flatMap(unboundProbes) : [];
    }),
};

function unboundProbes(site: JobSite): readonly Draft[] {
  const probes = site.steps.flatMap((step) => probesOf(step).map((line) => ({ step, line })));
  const [first] = probes;
  if (!first || site.steps.some(checksRevision)) return [];
  const draft: Draft = {
    severity: 'error',
    file: site.file.path,
    line: first.line,
    job: site.job.id,
    blocks: 'nothing',
    message: 'the probe does not ask which revision answers, so the old container passes it too',
    evidence: [
      quoteLine(site.file, first.line),
      `nothing in job "${site.job.id}" compares a commit`,
    ],
    fix: 'Let the app show its commit, and wait until it is the expected one before testing health: a 200 from the old container is no evidence. `health-check` does both with `expect-revision`.',
  };
  return [draft];
}

/** With a Railway token the monitor pins the deployments of the commit, and judges no other. */
const boundBy = ['expect-revision', 'commit', 'railway-token'];

function probesOf(site: StepSite): readonly number[] {
  const { step, lines } = site;
  if (step.kind === 'uses') {
    const isOurs = /\/actions\/(?:health-check|post-deploy-monitor)@/.test(step.uses);
    return isOurs && !boundBy.some((input) => step.with.has(input)) ? [step.line] : [];
  }
  const name = typeof step.name === 'string' ? step.name : (step.id ?? '');
  return [...commands(lines, 'curl'), ...commands(lines, 'wget'), ...commands(lines, 'http')]
    .filter((command) => isProbe(command, `${name} ${site.job.id}`))
    .map(({ line }) => line);
}

const isProbe = ({ text }: Command, place: string): boolean =>
  !/-X\s*(?:POST|PUT|PATCH|DELETE)|--data|\s-d\s|api\.github\.com|backboard\.railway|\|\s*(?:ba)?sh/.test(
    text,
  ) &&
  /https?:|\$/.test(text) &&
  (HEALTH.test(text) || HEALTH.test(place));

// A job that mentions a revision where it also compares is taken at its word.
const checksRevision = ({ step, text }: StepSite): boolean =>
  step.kind === 'uses'
    ? step.with.has('expect-revision') || /railway-wait-deploy@/.test(step.uses)
    : REVISION.test(text) &&
      /curl|wget|http|test |\[\[? |grep|jq/.test(text) &&
      !/git revert/.test(text);
