import type { TreeMerge } from './git.ts';

/**
 * Output of `git merge-tree --write-tree -z --name-only --messages`: the tree, conflicting paths, an
 * empty field, then messages: count, paths, kind, text.
 * https://git-scm.com/docs/git-merge-tree#OUTPUT
 */
export function parseTreeMerge(stdout: string, isClean: boolean): TreeMerge {
  const [tree = '', ...rest] = stdout.split('\0');
  const end = rest.indexOf('');
  const messages = parseMessages(rest.slice(end + 1));
  const textMerged = pathsOf(messages, (kind) => kind === 'Auto-merging');
  if (isClean) return { tree, conflicts: [], textMerged };
  const conflicts = [
    ...rest.slice(0, end),
    ...pathsOf(messages, (kind) => kind.startsWith('CONFLICT')),
  ];
  // Should git ever call a merge unclean without naming a path, nothing of it may ship either.
  return { tree, conflicts: [...new Set(conflicts.length === 0 ? ['.'] : conflicts)], textMerged };
}

interface Message {
  readonly kind: string;
  readonly paths: readonly string[];
}

function parseMessages(fields: readonly string[]): Message[] {
  const messages: Message[] = [];
  for (let at = 0; /^\d+$/.test(fields[at] ?? ''); ) {
    const end = at + 1 + Number(fields[at]);
    messages.push({ paths: fields.slice(at + 1, end), kind: fields[end] ?? '' });
    at = end + 2;
  }
  return messages;
}

const pathsOf = (messages: readonly Message[], isWanted: (kind: string) => boolean): string[] =>
  messages.filter(({ kind }) => isWanted(kind)).flatMap(({ paths }) => paths);
