import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import { toSalvagedJob, toSalvagedTriggers } from './salvage-parts.ts';
import type { Template } from './template.ts';
import type { ParseError, SourceFile, Workflow } from './workflow.ts';

export interface Salvage {
  /** What is still legible; absent where the file is no mapping. */
  readonly workflow?: Workflow;
  /** Errors of YAML itself, as against errors of GitHub's schema. */
  readonly yamlErrors: readonly ParseError[];
}

/** A value of the file with its place. */
export interface Raw {
  readonly line: number;
  /** Of the key it stands under; its own where it has none. */
  readonly keyLine: number;
  readonly text: string;
  readonly entries: ReadonlyMap<string, Raw>;
  readonly items: readonly Raw[];
  readonly template: Template;
}

/**
 * Reads what can be read of a file that GitHub's parser rejects, so that what depends on it can
 * still be told. Anything not legible is left out. Never throws.
 */
export function salvageWorkflow(file: SourceFile): Salvage {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, logLevel: 'silent' });
  const yamlErrors = document.errors.map(({ message, linePos }) => ({
    message: message.split(' at line ', 1).join(''),
    ...(linePos ? { line: linePos[0].line, column: linePos[0].col } : {}),
  }));
  const bomb = aliasBomb(document);
  if (bomb) return { yamlErrors: [...yamlErrors, { message: bomb }] };
  if (!isMap(document.contents)) return { yamlErrors };
  const root = readRaw(document.contents, { document, lines, depth: 0 });
  return { workflow: toWorkflow(file.path, root), yamlErrors };
}

/** Aliases of aliases of aliases: small to write, endless to read. */
function aliasBomb(document: Document): string | undefined {
  if (document.errors.length > 0) return undefined;
  try {
    document.toJS({ maxAliasCount: 1000 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function toWorkflow(path: string, root: Raw): Workflow {
  const jobs = [...(root.entries.get('jobs')?.entries ?? [])];
  return {
    path,
    name: root.entries.get('name')?.text || path,
    triggers: toSalvagedTriggers(root.entries.get('on')),
    defaults: {},
    jobs: jobs.map(([id, raw]) => toSalvagedJob(id, raw)),
  };
}

interface Place {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly depth: number;
}

/** Deeper than any workflow; an alias inside its own anchor would go on for ever. */
const DEPTH_LIMIT = 24;

function readRaw(node: unknown, place: Place): Raw {
  if (place.depth > DEPTH_LIMIT) return NOTHING;
  const deeper = { ...place, depth: place.depth + 1 };
  if (isAlias(node)) return readRaw(node.resolve(place.document), deeper);
  const line = lineOf(node, place.lines);
  if (isMap(node)) {
    const pairs = node.items.map(
      ({ key, value }) => [keyOf(key), underKey(readRaw(value, deeper), key, place)] as const,
    );
    const entries = new Map(pairs);
    const template = new Map(pairs.map(([key, raw]) => [key, raw.template]));
    return { ...NOTHING, line, keyLine: line, entries, template };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => readRaw(item, deeper));
    return {
      ...NOTHING,
      line,
      keyLine: line,
      items,
      template: items.map(({ template }) => template),
    };
  }
  if (!isScalar(node)) return { ...NOTHING, line, keyLine: line };
  const text = node.value === null ? '' : String(node.value);
  return { ...NOTHING, line, keyLine: line, text, template: scalarTemplate(text, line) };
}

const NOTHING: Raw = {
  line: 0,
  keyLine: 0,
  text: '',
  entries: new Map(),
  items: [],
  template: null,
};

const keyOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '');

function underKey(raw: Raw, key: unknown, { lines }: Place): Raw {
  const keyLine = lineOf(key, lines);
  return { ...raw, keyLine, line: raw.line || keyLine };
}

function lineOf(node: unknown, lines: LineCounter): number {
  const start = (node as Node | null | undefined)?.range?.[0];
  return start === undefined ? 0 : lines.linePos(start).line;
}

/** `a ${{ b }} c` → `format('a {0} c', b)`, as GitHub's parser folds it. */
function scalarTemplate(text: string, line: number): Template {
  const parts = [...text.matchAll(/\$\{\{(?<inside>[\s\S]*?)\}\}/g)];
  if (parts.length === 0) return text;
  const expressions = parts.map(({ groups }) => (groups?.['inside'] ?? '').trim());
  const [only] = parts;
  if (parts.length === 1 && only?.[0] === text.trim()) {
    return { expression: expressions.join(''), line };
  }
  const pieces = text.split(/\$\{\{[\s\S]*?\}\}/).map(formatText);
  const pattern = pieces.reduce((sum, piece, at) => `${sum}{${at - 1}}${piece}`);
  return { expression: `format('${pattern}', ${expressions.join(', ')})`, line };
}

const formatText = (text: string): string =>
  text.replaceAll("'", "''").replaceAll('{', '{{').replaceAll('}', '}}');
