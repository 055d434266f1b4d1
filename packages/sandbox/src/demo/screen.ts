/** Board events as terminal lines: one when a stage starts, one when it ends, news in between. */
import type { BoardEvent, Stage } from './board.ts';

const width = 24;

export function lineOf(event: BoardEvent, nowMs: number): string {
  switch (event.kind) {
    case 'act':
      return `\n${event.title}\n`;
    case 'started':
      return `${clock(event.stage.startedMs)}  ${event.stage.name.padEnd(width)} …`;
    case 'progress':
      return `${clock(nowMs)}  ${' '.repeat(width)}   ${cut(event.text)}`;
    case 'ended':
      return `${clock(nowMs)}  ${event.stage.name.padEnd(width)} ${stateText(event.stage)} ${took(event.stage)}  ${event.stage.detail}`;
    default:
      return event satisfies never;
  }
}

const cut = (text: string): string => (text.length <= 150 ? text : `${text.slice(0, 149)}…`);

/** The stages as a table, after everything. */
export function stageTable(stages: readonly Stage[]): string {
  const rows = stages.map((stage) => [
    stage.name,
    stateText(stage).trim(),
    took(stage).trim(),
    stage.detail,
  ]);
  return columns([['stage', 'state', 'took', 'what came of it'], ...rows]);
}

/** The table of a Markdown text, without links and marks. */
export function terminalTable(markdown: string): string {
  const [head = '', , ...rows] = markdown.split('\n').filter((line) => line.startsWith('|'));
  return columns([head, ...rows].map(plainCells));
}

const plainCells = (row: string): readonly string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) =>
      cell
        .replace(/(?<!\\)\[(.*?)(?<!\\)\]\([^)]*\)/g, '$1')
        .replace(/\*\*|(?<!\\)[*`]/g, '')
        .replace(/\\(.)/g, '$1')
        .trim(),
    );

function columns([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((size) => '─'.repeat(size))), ...rows.map(line)].join('\n');
}

const stateText = ({ state }: Stage): string => (state === 'failed' ? 'FAILED' : 'ok    ');

function took({ startedMs, endedMs }: Stage): string {
  const seconds = Math.round(((endedMs ?? startedMs) - startedMs) / 1000);
  const text = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return text.padStart(7);
}

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
