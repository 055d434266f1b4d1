/** RD204, live half: environments that do not take the ref of a run, or make it wait. */
import { GlobSyntaxError, isLiteral, isMap, matchesPatterns } from '@release-train/workflows';
import type { Draft } from '../finding.ts';
import type { EnvironmentFacts } from '../live/environment-facts.ts';
import { runText } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { type JobSite, jobSites, lineMatching, quoteLine } from '../region.ts';
import type { Repository } from '../repository.ts';

export function environmentDrafts(repository: Repository): readonly Draft[] {
  const { live, files } = repository;
  const sites = files.flatMap(jobSites).filter(({ job }) => job.environment !== undefined);
  const [first] = sites;
  if (!live?.environments || !first) return [];
  if (live.environments.kind === 'untold') {
    const place = { file: first.file.path, line: lineOf(first) };
    return [untoldDraft({ ...place, what: 'what the environments ask for' }, live.environments)];
  }
  const environments = live.environments.value;
  return sites.flatMap((site) => {
    const environment = environments.find(({ name }) => name === nameOf(site));
    return environment
      ? [
          ...refusedRefs(site, environment, repository),
          ...unattended(site, environment, repository),
        ]
      : [];
  });
}

function nameOf({ job }: JobSite): string | undefined {
  const name = isMap(job.environment) ? job.environment.get('name') : job.environment;
  return typeof name === 'string' ? name : undefined;
}

const lineOf = ({ lines }: JobSite): number => lineMatching(lines, /^\s*environment:/);

/** Branches a run stands on; undefined where any may be. */
function branchesOf({ file }: JobSite, { git }: Repository): readonly string[] | undefined {
  const all = file.workflow.triggers.map(({ event, filters }) => {
    if (event === 'workflow_run' || event === 'schedule') {
      return git.defaultBranch === undefined ? undefined : [git.defaultBranch];
    }
    const patterns = filters.branches?.patterns;
    return event === 'push' && patterns && !filters.tags && isLiteral(patterns)
      ? patterns
      : undefined;
  });
  return all.length === 0 || all.includes(undefined)
    ? undefined
    : all.flatMap((each) => each ?? []);
}

function refusedRefs(
  site: JobSite,
  environment: EnvironmentFacts,
  repository: Repository,
): readonly Draft[] {
  const branches = branchesOf(site, repository);
  if (!branches) return [];
  const { name, refs, admitted } = environment;
  const line = lineOf(site);
  const place = { file: site.file.path, line };
  if (admitted?.kind === 'untold') {
    return [untoldDraft({ ...place, what: `which branches may deploy to "${name}"` }, admitted)];
  }
  const isRefused = branches.every((branch) =>
    refs === 'custom'
      ? !isAdmitted(branch, admitted?.value ?? [])
      : isBare(branch, refs, repository),
  );
  if (!isRefused) return [];
  const wanted = (admitted?.value ?? []).map((pattern) => `"${pattern}"`).join(', ') || 'no branch';
  return [
    {
      ...place,
      severity: 'error',
      job: site.job.id,
      stage: 'C',
      blocks: 'job',
      message: `environment "${name}" takes ${refs === 'custom' ? wanted : 'protected branches'}, and the run stands on ${branches.map((each) => `"${each}"`).join(', ')}`,
      evidence: [
        quoteLine(site.file, line),
        `started by ${site.file.workflow.triggers.map(({ event }) => event).join(', ')}`,
      ],
      fix: 'Let the environment take that branch, or give the job an environment of its own: a `workflow_run` and a schedule stand on the default branch, whatever was deployed.',
    },
  ];
}

function isAdmitted(branch: string, patterns: readonly string[]): boolean {
  try {
    return patterns.length > 0 && matchesPatterns(patterns, branch);
  } catch (error) {
    // Not a pattern of this kind: it errs to one that lets the branch in.
    if (error instanceof GlobSyntaxError) return true;
    throw error;
  }
}

/** Known not to be protected: an environment for protected branches does not take it. */
function isBare(branch: string, refs: EnvironmentFacts['refs'], { live }: Repository): boolean {
  const facts = live?.branches.get(branch);
  const classic = toldValue(facts?.classic);
  const rules = toldValue(facts?.rules);
  return refs === 'protected' && classic?.isProtected === false && rules?.length === 0;
}

/** Somebody who starts a run can approve it; nobody sits beside a monitor. */
const UNATTENDED = new Set(['workflow_run', 'schedule', 'deployment_status']);

function unattended(
  site: JobSite,
  { name, hasReviewers }: EnvironmentFacts,
  { live }: Repository,
): readonly Draft[] {
  const { triggers } = site.file.workflow;
  if (!hasReviewers || !triggers.every(({ event }) => UNATTENDED.has(event))) return [];
  const waiting = (toldValue(live?.waiting) ?? []).filter(({ path }) => path === site.file.path);
  const line = lineOf(site);
  return [
    {
      severity: 'warning',
      file: site.file.path,
      line,
      job: site.job.id,
      stage: 'C',
      blocks: 'nothing',
      message: `the job waits up to 30 days for a reviewer of environment "${name}", and nobody started it`,
      evidence: [
        quoteLine(site.file, line),
        ...waiting.slice(0, 3).map((run) => `waiting now: ${runText(run)}`),
      ],
      fix: 'Give what runs by itself an environment without reviewers.',
    },
  ];
}
