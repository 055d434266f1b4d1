/** RD111, live half: runs that wait for approval now, and a setting that refuses the pull request. */
import type { Draft } from '../finding.ts';
import { runText } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import type { Repository } from '../repository.ts';

/** Runs of forks wait on purpose: strangers wrote them. */
export function heldRuns({ files, live }: Repository): readonly Draft[] {
  const asked = files.find(({ workflow }) =>
    workflow.triggers.some(({ event }) => event === 'pull_request'),
  );
  if (live?.held.kind === 'untold' && asked) {
    const what = 'whether runs wait for approval';
    return [untoldDraft({ file: asked.path, line: 1, what }, live.held)];
  }
  return files.flatMap((file) => {
    const held = (toldValue(live?.held) ?? []).filter(
      ({ path, isFromFork }) => path === file.path && !isFromFork,
    );
    const [newest] = held;
    if (!newest) return [];
    const trigger = file.workflow.triggers.find(({ event }) => event === newest.event);
    return [
      {
        severity: 'warning' as const,
        file: file.path,
        line: trigger?.line ?? 1,
        blocks: 'nothing' as const,
        message: `${held.length} ${held.length === 1 ? 'run waits' : 'runs wait'} until somebody presses "Approve workflows to run"`,
        evidence: held
          .slice(0, 3)
          .map((run) => `by ${run.actor} on "${run.headBranch ?? ''}": ${runText(run)}`),
        fix: 'Approve them; after 30 days they are deleted. Open the pull requests with the token of a GitHub App, whose runs start by themselves.',
      },
    ];
  });
}

/** What the finding about a pull request made with GITHUB_TOKEN says more. */
export const mayNotOpen = ({ live }: Repository): boolean =>
  toldValue(live?.tokenDefaults)?.mayOpenPulls === false;
