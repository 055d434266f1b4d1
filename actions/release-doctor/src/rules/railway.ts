/** RD401, RD402: workflows and Railway's "Wait for CI", which looks at every check suite of a commit. */
import type { Draft, Rule } from '../finding.ts';
import { jobSites, lineMatching, quoteLine, type StepSite } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

export const railwayDeadlock: Rule = {
  id: 'RD401',
  name: 'railway-deadlock',
  stage: 'C',
  title: 'A run on the pushed commit waits for Railway, which may wait for that very run.',
  check: (repository) =>
    undecided(repository)
      .filter(({ workflow }) => workflow.triggers.some(({ event }) => event === 'push'))
      .flatMap((file) => stepsOf(file).flatMap(waits)),
};

export const railwayRedRun: Rule = {
  id: 'RD402',
  name: 'railway-red-run',
  stage: 'D',
  title:
    'A probe that fails puts a red run on the head of the branch, which may stop later deploys.',
  check: (repository) =>
    undecided(repository)
      .filter(({ workflow }) => workflow.triggers.some(({ event }) => MARKS_HEAD.has(event)))
      .filter(({ workflow }) => workflow.triggers.every(({ event }) => event !== 'pull_request'))
      .flatMap((file) => stepsOf(file).flatMap((site) => probes(site, file))),
};

/**
 * No file says whether "Wait for CI" is on. A comment that names it shows that somebody thought of
 * it; without Railway in the repository there is nothing to think of.
 */
const undecided = (repository: Repository): readonly WorkflowFile[] =>
  isRailway(repository)
    ? repository.files.filter(
        ({ lines }) => !lines.some((line) => /^\s*#.*wait for ci/i.test(line)),
      )
    : [];

export const isRailway = ({ settings, files }: Pick<Repository, 'settings' | 'files'>): boolean =>
  settings.some(({ path }) => path.startsWith('railway.')) ||
  files.some((other) => other.lines.some((line) => /railway/i.test(line)));

const stepsOf = (file: WorkflowFile): readonly StepSite[] =>
  jobSites(file).flatMap(({ steps }) => steps);

const OWN_WAIT = /uses:\s*release-train\/release-train\/actions\/railway-wait-deploy@/;
const RAILWAY_READ = /backboard\.railway\.|railway (?:status|deployment|logs)\b/;
const LOOP = /\b(?:while|until|for)\b[\s\S]*\bsleep\b/;

function waits({ file, job, step, lines, text }: StepSite): readonly Draft[] {
  const isOwn =
    step.kind === 'uses' &&
    OWN_WAIT.test(text) &&
    step.with.get('mode') !== 'deploy' &&
    step.with.get('commit') === undefined;
  const isByHand = step.kind === 'run' && RAILWAY_READ.test(text) && LOOP.test(text);
  if (!isOwn && !isByHand) return [];
  const line = lineMatching(lines, isOwn ? OWN_WAIT : RAILWAY_READ);
  const push = file.workflow.triggers.find(({ event }) => event === 'push');
  return [
    {
      severity: 'warning',
      file: file.path,
      line,
      job: job.id,
      blocks: 'nothing',
      message:
        'with Railway\'s "Wait for CI" on, Railway waits for this run before it deploys, and this run waits for Railway',
      evidence: [quoteLine(file, line), ...(push ? [quoteLine(file, push.line)] : [])],
      fix: 'Wait in a workflow with `on: deployment_status`, or turn "Wait for CI" off for the service and say so in a comment of this file.',
    },
  ];
}

/** Their runs stand on the head of a branch that Railway deploys. */
const MARKS_HEAD = new Set(['push', 'schedule']);

const PROBE =
  /uses:\s*release-train\/release-train\/actions\/(?:health-check|post-deploy-monitor)@|\bcurl\b.*(?:--fail\b|\s-\w*f\w*\b).*(?:health|ready|live|status|ping)|\bcurl\b.*(?:health|ready|live|status|ping).*(?:--fail\b|\s-\w*f\w*\b)/i;

function probes({ job, step, lines, text }: StepSite, file: WorkflowFile): readonly Draft[] {
  const isTolerated = step.continueOnError !== undefined || job.continueOnError !== undefined;
  if (isTolerated || !PROBE.test(text)) return [];
  // A service the job itself started is not Railway's.
  if (/localhost|127\.0\.0\.1/.test(text)) return [];
  const line = lineMatching(lines, PROBE);
  const trigger = file.workflow.triggers.find(({ event }) => MARKS_HEAD.has(event));
  return [
    {
      severity: 'warning',
      file: file.path,
      line,
      job: job.id,
      blocks: 'nothing',
      message:
        'a failed probe makes this run red on the head of the branch, and with "Wait for CI" Railway then skips what it has not deployed yet, the repair included',
      evidence: [quoteLine(file, line), ...(trigger ? [quoteLine(file, trigger.line)] : [])],
      fix: 'Start it by `deployment_status`, or report by an issue or a status and let the run be green; or turn "Wait for CI" off and say so in a comment of this file.',
    },
  ];
}
