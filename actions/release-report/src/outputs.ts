/** The outputs of a run. Pure. */
import type { Outputs } from './contract.ts';
import type { Report } from './decide.ts';
import type { Item, Span, Stage } from './stage.ts';
import { tookMs } from './stage.ts';

export const outputsOf = (
  report: Report,
  { markdown, commentUrl }: { readonly markdown: string; readonly commentUrl: string | undefined },
): Outputs => ({
  verdict: report.verdict,
  report: jsonOf(report),
  markdown,
  'total-ms': report.totals.pullToProduction,
  'lead-time-ms': report.totals.leadTime,
  'comment-url': commentUrl,
});

/** What of many parts is listed. */
const mostItems = 100;

function jsonOf({ pull, stages, totals, shipped, tested, ...report }: Report) {
  const { verdict, environment, kind, commit, evidence, gaps } = report;
  return {
    version: 1,
    ...{ verdict, environment, kind, commit },
    pull: pull && { number: pull.number, title: pull.title, url: pull.url },
    stages: stages.map(stageJson),
    totals: {
      'approval-to-production-ms': totals.approvalToProduction,
      'pull-request-to-production-ms': totals.pullToProduction,
      'lead-time-ms': totals.leadTime,
    },
    tested: tested.kind,
    shipped: shipped.isKnown
      ? {
          'since-pull-request': shipped.value.since?.number,
          'pull-requests': shipped.value.pulls.slice(0, mostItems).map(({ number }) => number),
          commits: shipped.value.commits.slice(0, mostItems).map(({ sha }) => sha),
          'commit-count': shipped.value.count,
          'is-cut': shipped.value.isCut,
        }
      : { unknown: shipped.gap.code },
    evidence: evidence.map(itemJson),
    unknown: gaps,
  };
}

const stageJson = ({ key, isExpected, items, notes, state, url, ...span }: Stage) => ({
  stage: key,
  state,
  expected: isExpected,
  ...spanJson(span),
  url,
  notes,
  items: items.slice(0, mostItems).map(itemJson),
});

const itemJson = ({ name, state, url, notes, startMs, endMs }: Item) => ({
  name,
  state,
  ...spanJson({
    ...(startMs === undefined ? {} : { startMs }),
    ...(endMs === undefined ? {} : { endMs }),
  }),
  url,
  notes,
});

const spanJson = (span: Span) => ({
  start: dated(span.startMs),
  end: dated(span.endMs),
  'duration-ms': tookMs(span),
});

const dated = (ms: number | undefined): string | undefined =>
  ms === undefined || Number.isNaN(new Date(ms).getTime()) ? undefined : new Date(ms).toISOString();
