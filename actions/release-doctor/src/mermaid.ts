/** The trigger graph as a picture, dead edges marked. */
import { oneLine } from '@release-train/action-kit/text';
import { type Fate, fateOf } from './decide.ts';
import type { Finding } from './finding.ts';
import type { Repository, WorkflowFile } from './repository.ts';

/** More nodes than these nobody can read; those that stand alone go first. */
const NODE_LIMIT = 60;

export function renderMermaid(
  { files, graph }: Pick<Repository, 'files' | 'graph'>,
  findings: readonly Finding[],
): string {
  const joined = new Set([
    ...graph.edges.flatMap(({ upstream, listener }) => [upstream, listener]),
    ...graph.dead.map(({ listener }) => listener),
  ]);
  const shown =
    files.length <= NODE_LIMIT
      ? files
      : files.filter(({ path }) => joined.has(path)).slice(0, NODE_LIMIT);
  const ids = new Map(shown.map(({ path }, at) => [path, `w${at}`]));
  const edges = graph.edges.flatMap(({ kind, upstream, listener }) => {
    const [from, to] = [ids.get(upstream), ids.get(listener)];
    if (!from || !to) return [];
    return [`  ${from} ${arrow(kind, fateOf(listener, findings))} ${to}`];
  });
  const dead = graph.dead.flatMap(({ listener, pattern }, at) => {
    const to = ids.get(listener);
    return to ? [`  d${at}["${label(pattern)}"]:::missing -. no such workflow .-x ${to}`] : [];
  });
  return [
    'flowchart LR',
    ...shown.map((file) => `  ${ids.get(file.path)}${node(file, findings)}`),
    ...edges,
    ...dead,
    '  classDef dead stroke:#cf222e,stroke-width:2px',
    '  classDef missing stroke:#cf222e,stroke-dasharray:4',
    '',
  ].join('\n');
}

function arrow(kind: 'workflow_run' | 'workflow_call', fate: Fate): string {
  if (kind === 'workflow_call') return '-. calls .->';
  if (fate === 'cannot fire') return '-. never .-x';
  return fate === 'has not fired' ? '-. has not .-x' : '-->';
}

function node(file: WorkflowFile, findings: readonly Finding[]): string {
  const events = file.workflow.triggers.map(({ event }) => event).join(', ') || 'nothing legible';
  const isDead = fateOf(file.path, findings) === 'cannot fire';
  return `["${label(file.declaredName)}<br/>on ${label(events)}"]${isDead ? ':::dead' : ''}`;
}

/** Any character that could mean something to Mermaid or HTML becomes its code. */
const label = (text: string): string =>
  oneLine(text, 80).replace(
    /[^\p{L}\p{N} .,:/_-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
