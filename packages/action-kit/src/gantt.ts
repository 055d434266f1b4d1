/** A Mermaid gantt chart. https://mermaid.js.org/syntax/gantt.html */

export interface GanttTask {
  readonly name: string;
  /** Milliseconds since 1970, as both ends. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly isCritical?: boolean;
}

export interface GanttSection {
  readonly name: string;
  readonly tasks: readonly GanttTask[];
}

/** A fenced block that names from outside cannot leave. `axis`: d3's form of the times. */
export const gantt = (sections: readonly GanttSection[], axis = '%H:%M:%S'): string =>
  [
    '```mermaid',
    'gantt',
    '  dateFormat x',
    `  axisFormat ${axis}`,
    ...sections.flatMap(({ name, tasks }) => [`  section ${plain(name)}`, ...tasks.map(taskLine)]),
    '```',
  ].join('\n');

const taskLine = ({ name, fromMs, toMs, isCritical }: GanttTask): string =>
  `  ${notKeyword(plain(name))} :${isCritical ? 'crit, ' : ''}${fromMs}, ${Math.max(fromMs, toMs)}`;

/** Mermaid has no escapes for the characters its grammar uses. */
const plain = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._/-]+/gu, ' ')
    .trim()
    .slice(0, 40)
    .replace(/[\ud800-\udbff]$/, '') || 'unnamed';

// A line that begins with one of them is no task.
const keyword =
  /^(gantt|title|section|dateformat|axisformat|tickinterval|inclusiveenddates|topaxis|excludes|includes|todaymarker|weekday|weekend|click|call|href|acctitle|accdescr)/i;

const notKeyword = (name: string): string => (keyword.test(name) ? `– ${name}` : name);
