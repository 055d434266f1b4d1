/** The report as Markdown: the same for the comment, the job summary and the output. Pure. */
import { gantt } from '@release-train/action-kit/gantt';
import { codeSpan, forMarkdown, table } from '@release-train/action-kit/text';
import { commitLine, limited, pullLine } from '@release-train/github/change-list';
import type { Report, StageGap } from './decide.ts';
import { link, sayAll, sayGap } from './say.ts';
import { type Item, type Span, type Stage, tookMs } from './stage.ts';
import type { Words } from './words.ts';

interface Look {
  readonly words: Words;
  readonly repositoryUrl: string;
  /** Lines a list may have. */
  readonly most: number;
}

export function renderReport(report: Report, look: Look): string {
  const { words } = look;
  return [
    `### ${words.title({ subject: subjectOf(report), environment: forMarkdown(report.environment, 60) })}`,
    renderVerdict(report, words),
    renderStages(report, look),
    section(words.problems, renderProblems(report, words)),
    section(words.done, renderDone(report, words)),
    section(words.totals, renderTotals(report, words)),
    section(words.tested, renderTested(report, words)),
    section(words.shipped, renderShipped(report, look)),
    section(words.evidence, report.evidence.map((item) => itemLine(item, words)).join('\n')),
    section(words.gaps, report.gaps.map((gap) => gapLine(gap, words)).join('\n')),
    renderTimeline(report, words),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const section = (title: string, text: string): string =>
  text === '' ? '' : `#### ${title}\n\n${text}`;

function subjectOf({ pull, commit = '' }: Report): string {
  if (!pull) return codeSpan(commit.slice(0, 7));
  return `${link(`#${pull.number}`, pull.url)} ${forMarkdown(pull.title, 120)}`;
}

function renderVerdict({ verdict, stages }: Report, words: Words): string {
  if (verdict === 'complete') return words.complete;
  const open = stages.filter(({ isExpected, state }) => isExpected && isOpen.has(state));
  const named = open.map(({ key, state }) => `${words.stages[key]} (${words.states[state]})`);
  return `${words.incomplete} ${named.join(', ')}.`;
}

const isOpen: ReadonlySet<Stage['state']> = new Set(['missing', 'unknown', 'running']);

function renderStages({ stages }: Report, { words, most }: Look): string {
  const rows = stages.flatMap((stage) => [stageRow(stage, words), ...itemRows(stage, words, most)]);
  return table(words.head, rows);
}

const cells = (
  { state, notes, url, ...span }: Pick<Stage, 'state' | 'notes' | 'url'> & Span,
  words: Words,
): readonly string[] => {
  const ms = tookMs(span);
  return [
    link(words.states[state], url),
    span.startMs === undefined ? '' : moment(span.startMs),
    ms === undefined || ms === 0 ? '' : words.took(ms),
    sayAll(notes, words),
  ];
};

const stageRow = (stage: Stage, words: Words): readonly string[] => [
  `**${words.stages[stage.key]}**`,
  ...cells(stage, words),
];

/** What is not good comes first, so what is cut off is good. */
function itemRows(stage: Stage, words: Words, most: number): readonly (readonly string[])[] {
  const { items } = stage;
  const shown = items.slice(0, Math.min(most, 10));
  const more = items.length - shown.length;
  return [
    ...shown.map((item) => [`· ${forMarkdown(item.name, 60)}`, ...cells(item, words)]),
    ...(more > 0 ? [[`· ${words.more(more)}`, '', '', '', '']] : []),
  ];
}

/** A date that a clock cannot have shown is not printed. */
const moment = (ms: number): string =>
  Number.isNaN(new Date(ms).getTime())
    ? ''
    : new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

const itemLine = (item: Item, words: Words): string =>
  `- ${forMarkdown(item.name, 60)}: ${link(words.states[item.state], item.url)}; ${sayAll(item.notes, words)}`;

const gapLine = (gap: StageGap, words: Words): string =>
  `- **${words.stages[gap.stage]}**: ${sayGap(gap, words)}`;

const isBad = ({ state }: { readonly state: Stage['state'] }): boolean =>
  state === 'failed' || state === 'warning';

function renderProblems({ stages, tested }: Report, words: Words): string {
  const bad = stages.filter((stage) => stage.key !== 'rollback' && isBad(stage));
  const lines = bad.flatMap((stage) => {
    const notes = sayAll(stage.notes, words);
    return [
      `- **${words.stages[stage.key]}**: ${words.states[stage.state]}${notes ? `; ${notes}` : ''}`,
      ...stage.items
        .filter(isBad)
        .slice(0, 10)
        .map((item) => `  ${itemLine(item, words)}`),
    ];
  });
  return [...lines, ...(tested.kind === 'differs' ? [`- ${words.differs}`] : [])].join('\n');
}

const renderDone = ({ stages }: Report, words: Words): string =>
  stages
    .filter(({ key }) => key === 'rollback')
    .flatMap(({ items }) => items.slice(0, 10).map((item) => itemLine(item, words)))
    .join('\n');

function renderTotals({ totals }: Report, words: Words): string {
  const row = (name: 'approvalToProduction' | 'pullToProduction' | 'leadTime'): string => {
    const ms = totals[name];
    return `- ${words[name]}: ${ms === undefined ? words.notKnown : words.took(ms)}`;
  };
  return [row('approvalToProduction'), row('pullToProduction'), row('leadTime')].join('\n');
}

function renderTested({ tested }: Report, words: Words): string {
  switch (tested.kind) {
    case 'not-asked':
      return '';
    case 'same':
      return words.same;
    case 'as-checked':
      return words.asChecked;
    case 'differs':
      return words.differs;
    case 'unknown':
      return `${words.testedUnknown} ${tested.gaps.map((gap) => sayGap(gap, words)).join('; ')}`;
    default:
      return tested satisfies never;
  }
}

function renderShipped({ shipped }: Report, { words, repositoryUrl, most }: Look): string {
  if (!shipped.isKnown) return `${words.notKnown}: ${sayGap(shipped.gap, words)}`;
  const { pulls, commits, count, isCut, since } = shipped.value;
  if (count === 0) return '';
  const lines = [
    ...pulls.map(pullLine),
    ...commits.map((commit) => commitLine(commit, repositoryUrl)),
  ];
  const from = since && link(`#${since.number}`, since.url);
  const brought = words.brought({ commits: count, since: from });
  return [brought, limited(lines, { most }), ...(isCut ? [words.cut] : [])].join('\n\n');
}

function renderTimeline({ stages }: Report, words: Words): string {
  const sections = stages.flatMap((stage) => {
    const name = words.stages[stage.key];
    const spans = stage.items.length > 0 ? stage.items.slice(0, 10) : [{ ...stage, name }];
    const tasks = spans.flatMap(({ startMs, endMs = startMs, state, name: of }) =>
      startMs === undefined || endMs === undefined
        ? []
        : [{ name: of, fromMs: startMs, toMs: endMs, isCritical: state === 'failed' }],
    );
    return tasks.length > 0 ? [{ name, tasks }] : [];
  });
  if (sections.length === 0) return '';
  const chart = gantt(sections, '%m-%d %H:%M');
  return `<details><summary>${words.timeline}</summary>\n\n${chart}\n\n</details>`;
}
