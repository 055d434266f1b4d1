/** Reading `git log --raw -z` and `git diff-tree --raw -z` as they stream. */
import type { Change, Content, LineCommit } from './line.ts';

/** The mark tells a commit's header from what else the log prints. */
export const logFormat = '--format=tformat:%x02%H %ct %P';

const header = /^\n?\x02([0-9a-f]+) (-?\d+) ?([0-9a-f]*)/;
const entry = /^\n?:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*$/;

/**
 * One commit after the other, in the order of the log.
 *
 * @param chunks output as latin1 text, cut anywhere
 */
export async function* parseLog(chunks: AsyncIterable<string>): AsyncIterable<LineCommit> {
  const contents = new Map<string, string>();
  const open: { commit?: Omit<LineCommit, 'changes'>; changes: Change[] } = { changes: [] };
  for await (const record of records(chunks)) {
    if (record.kind === 'change') {
      open.changes.push(parseChange(record, contents));
      continue;
    }
    if (open.commit) yield { ...open.commit, changes: open.changes };
    open.commit = parseHeader(record.text);
    open.changes = [];
  }
  if (open.commit) yield { ...open.commit, changes: open.changes };
}

/** Output of `git diff-tree -r -z --raw --no-abbrev --no-renames` of two trees. */
export async function parseChanges(chunks: AsyncIterable<string>): Promise<Change[]> {
  const contents = new Map<string, string>();
  const changes: Change[] = [];
  for await (const record of records(chunks)) {
    if (record.kind === 'change') changes.push(parseChange(record, contents));
  }
  return changes;
}

type RawRecord =
  | { readonly kind: 'change'; readonly text: string; readonly path: string }
  | { readonly kind: 'header'; readonly text: string };

/** A path follows its entry: whatever it looks like, it is not taken for one. */
async function* records(chunks: AsyncIterable<string>): AsyncIterable<RawRecord> {
  const pending: { entry?: string } = {};
  for await (const token of fields(chunks)) {
    if (pending.entry !== undefined) {
      yield { kind: 'change', text: pending.entry, path: token };
      delete pending.entry;
    } else if (entry.test(token)) pending.entry = token;
    else if (token !== '') yield { kind: 'header', text: token };
  }
}

/** Splits at NUL, wherever the chunks are cut. */
async function* fields(chunks: AsyncIterable<string>): AsyncIterable<string> {
  const rest: string[] = [];
  for await (const chunk of chunks) {
    const parts = chunk.split('\0');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      yield rest.length === 0 ? part : [...rest.splice(0), part].join('');
    }
    if (last !== '') rest.push(last);
  }
  if (rest.length > 0) yield rest.join('');
}

function parseHeader(text: string): Omit<LineCommit, 'changes'> {
  const [, sha = '', seconds = '', parent = ''] = header.exec(text) ?? [];
  if (sha === '') throw new Error(`git log printed ${JSON.stringify(text.slice(0, 80))}`);
  return { sha, parent: parent === '' ? undefined : parent, committedAt: Number(seconds) };
}

/** Equal contents share one string: a long history names the same ones again and again. */
function parseChange(
  { text, path }: { readonly text: string; readonly path: string },
  contents: Map<string, string>,
): Change {
  const [, oldMode = '', newMode = '', oldId = '', newId = ''] = entry.exec(text) ?? [];
  const content = (mode: string, id: string): Content => {
    if (mode === '000000') return '';
    const value = `${mode} ${id}`;
    const known = contents.get(value);
    if (known === undefined) contents.set(value, value);
    return known ?? value;
  };
  return { path, before: content(oldMode, oldId), after: content(newMode, newId) };
}
