/** RD112: commits that ask GitHub for no runs, where runs are waited for. */
import { findSkipMarker } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { jobSites, quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';
import { isToldTip, SKIP_FIX, silentTips } from './live-tips.ts';

export const skipToken: Rule = {
  id: 'RD112',
  name: 'skip-token',
  stage: 'A',
  title: 'A commit carries a marker that stops the workflows another workflow waits for.',
  check: (repository) => {
    const stopped = stoppedListener(repository);
    if (!stopped) return [];
    return [
      ...stepMarkers(repository, stopped),
      ...configMarkers(repository, stopped),
      ...tipMarker(repository, stopped),
      ...silentTips(repository),
    ];
  },
};

/** A listener whose upstream starts on pushes: with the push skipped, it does not run either. */
function stoppedListener({ files, graph }: Repository): WorkflowFile | undefined {
  const pushed = files.filter(({ workflow }) =>
    workflow.triggers.some(({ event, filters }) => event === 'push' && !filters.tags),
  );
  const paths = pushed.map(({ path }) => path);
  const edge = graph.edges.find(
    ({ kind, upstream }) => kind === 'workflow_run' && paths.includes(upstream),
  );
  return files.find(({ path }) => path === edge?.listener);
}

/** Where a commit is made; a step that only mentions a marker makes none. */
const COMMITS = /git (?:-[cC] \S+ )*commit|commit[-_]message:|message:/;

const stepMarkers = ({ files }: Repository, stopped: WorkflowFile): readonly Draft[] =>
  files.flatMap((file) =>
    jobSites(file).flatMap(({ job, lines }) =>
      lines
        .filter(({ text }) => COMMITS.test(text) && findSkipMarker(text))
        .map(({ number, text }) => ({
          ...draft(file.path, number),
          job: job.id,
          message: `the commit carries "${findSkipMarker(text) ?? ''}", so its push starts no workflow`,
          evidence: [quoteLine(file, number), waits(stopped)],
        })),
    ),
  );

const CONFIG = /(?:^|\/)(?:\.releaserc(?:\.\w+)?|\.release-it\.json|package\.json|lerna\.json)$/;

const configMarkers = ({ settings }: Repository, stopped: WorkflowFile): readonly Draft[] =>
  settings
    .filter(({ path }) => CONFIG.test(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, at) => {
        const marker = /message/i.test(line) ? findSkipMarker(line) : null;
        if (!marker) return [];
        return [
          {
            ...draft(path, at + 1),
            message: `release commits carry "${marker}", so their push starts no workflow`,
            evidence: [`${at + 1} | ${line.trim()}`, waits(stopped)],
          },
        ];
      }),
    );

function tipMarker(repository: Repository, stopped: WorkflowFile): readonly Draft[] {
  const { git } = repository;
  const marker = findSkipMarker(git.tipMessage ?? '');
  if (!marker || isToldTip(repository)) return [];
  return [
    {
      ...draft(stopped.path, 1),
      message: `the commit at the tip carries "${marker}", so no workflow ran for it`,
      evidence: [
        `commit message: ${(git.tipMessage ?? '').split('\n', 1).join('')}`,
        waits(stopped),
      ],
    },
  ];
}

const draft = (file: string, line: number) =>
  ({
    severity: 'warning',
    file,
    line,
    blocks: 'nothing',
    fix: SKIP_FIX,
  }) as const;

const waits = ({ path }: WorkflowFile): string =>
  `"${path}" waits for a workflow that starts on pushes`;
