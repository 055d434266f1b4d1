/** RD108: workflows that are switched off, or soon will be. */
import type { Draft, Rule } from '../finding.ts';
import type { LiveWorkflow } from '../live/live.ts';
import type { LiveFacts } from '../live/live-facts.ts';
import { DAY, day } from '../live/runs.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import type { WorkflowFile } from '../repository.ts';

export const workflowDisabled: Rule = {
  id: 'RD108',
  name: 'workflow-disabled',
  stage: 'B',
  title: 'A workflow is switched off at GitHub, or its schedule soon will be.',
  check: ({ files, live }) => {
    const [first] = files;
    if (!live || !first) return [];
    if (live.workflows.kind === 'untold') {
      const what = 'whether a workflow is switched off';
      return [untoldDraft({ file: first.path, line: 1, what }, live.workflows)];
    }
    const states = live.workflows.value;
    return files.flatMap((file) => {
      const state = states.find(({ path }) => path === file.path);
      return state ? [...switchedOff(file, state), ...forecast(file, state, live)] : [];
    });
  },
};

const REASONS: Readonly<Record<string, string>> = {
  disabled_manually: 'somebody switched it off',
  disabled_inactivity: 'GitHub switched it off: the repository was quiet for 60 days',
  disabled_fork: 'workflows of a fork are off until somebody turns them on',
};

function switchedOff(file: WorkflowFile, { state }: LiveWorkflow): readonly Draft[] {
  if (state === 'active') return [];
  const reason = REASONS[state] ?? 'GitHub says so';
  const triggers = file.workflow.triggers.map(({ event }) => event);
  return [
    {
      // A fork is meant to be quiet.
      severity: state === 'disabled_fork' ? 'warning' : 'error',
      file: file.path,
      line: file.workflow.triggers[0]?.line ?? 1,
      blocks: 'workflow',
      message: `"${file.declaredName}" is switched off (${state}): ${reason}`,
      evidence: [`it does not run on ${triggers.join(', ')}`],
      fix: `Switch it on: \`gh workflow enable ${file.path.split('/').at(-1)}\`.${
        state === 'disabled_inactivity' && triggers.length > 1
          ? ' Keep the schedule in a file of its own: it took the other triggers along.'
          : ''
      }`,
    },
  ];
}

/** https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows */
const LIMIT_DAYS = 60;
const WARN_DAYS = 45;

function forecast(
  file: WorkflowFile,
  { state }: LiveWorkflow,
  { repository, now }: LiveFacts,
): readonly Draft[] {
  const schedule = file.workflow.triggers.find(({ event }) => event === 'schedule');
  const idle = Math.floor((now - repository.pushedAt) / DAY);
  const isDue = state === 'active' && !repository.isPrivate && idle >= WARN_DAYS;
  if (!schedule || !isDue) return [];
  const left = Math.max(0, LIMIT_DAYS - idle);
  return [
    {
      severity: 'warning',
      file: file.path,
      line: schedule.line,
      blocks: 'nothing',
      message: `GitHub switches the schedule off in ${left} days: the repository was quiet for ${idle} days`,
      evidence: [`last push: ${day(repository.pushedAt)}; the limit is ${LIMIT_DAYS} days`],
      fix: 'Push something, or keep the schedule in a file of its own so that nothing else stops with it.',
    },
  ];
}
