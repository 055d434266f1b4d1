/** Picks what was chosen on top of base, and tells of what came of it as content. */
import type { Log } from '@release-train/action-kit';
import type { Commit, GitRepository } from '@release-train/git';
import { nothingCarried, partRecord } from '@release-train/github/partial-record';
import {
  type CommitPick,
  openChanges,
  partialPaths,
  pickCommits,
  shortSha,
} from '@release-train/promotion';
import type { Content, ReadContent } from './content.ts';
import type { Part } from './part.ts';
import { type PartOutcome, partConflicts, partDrift } from './part-explained.ts';
import type { Place } from './place.ts';
import type { Selection } from './selection.ts';

interface Ports {
  readonly clone: GitRepository;
  readonly log: Pick<Log, 'notice'>;
}

interface Chosen {
  readonly place: Place;
  readonly read: ReadContent;
  readonly selection: Selection;
  /** Oldest first. */
  readonly chosen: readonly Commit[];
}

export async function carryPart(
  ports: Ports,
  { place, read, selection, chosen }: Chosen,
): Promise<Content> {
  const { clone, log } = ports;
  const onto = await clone.commit(read.content.base);
  const picks = await picksOf(clone, read, chosen);
  const { tree, refused, ...result } = await pickCommits(clone, { onto: onto.tree, picks });
  const [picked, empty] = [new Set(result.picked), new Set(result.empty)];
  for (const { sha, subject } of chosen.filter(({ sha }) => empty.has(sha))) {
    log.notice(`commit ${sha.slice(0, 7)} "${subject}" has nothing that "${place.base}" lacks`);
  }
  const { broughtBy } = read.content;
  const failed = chosen.filter(({ sha }) => !picked.has(sha) && !empty.has(sha)).toReversed();
  const heldBack = [
    ...failed.map((commit) => ({
      commit,
      pull: broughtBy.get(commit.sha),
      why: 'conflict' as const,
    })),
    ...selection.heldBack,
  ];
  const brought = chosen.filter(({ sha }) => picked.has(sha));
  const done = { read, tree, refused, heldBack, brought, empty, onto };
  return contentOf(clone, done, selection.why);
}

interface Done extends PartOutcome {
  readonly empty: ReadonlySet<string>;
  readonly onto: Commit;
}

async function contentOf(clone: GitRepository, done: Done, why: Part['why']): Promise<Content> {
  const { read, tree, brought, heldBack, onto } = done;
  const { content } = read;
  const conflicts = await partConflicts(clone, done);
  const { source, record } = recordOf(done);
  const changed = await clone.changedPaths(content.base, tree);
  return {
    ...content,
    source: source ?? brought.at(-1)?.sha ?? content.source,
    tree: conflicts.length > 0 ? undefined : tree,
    conflicts,
    drift: source === undefined ? [] : await partDrift(clone, done, source),
    files: new Set([...changed, ...conflicts.map(({ path }) => path)]).size,
    commits: brought.toReversed(),
    commitCount: brought.length,
    part: {
      why,
      tree,
      heldBack,
      record,
      picked: brought.map(({ sha }) => sha),
      authors: await authorsOf(clone, brought),
      date: Math.max(onto.committedAt, ...brought.map(({ committedAt }) => committedAt)),
    },
  };
}

/** Other branches' commits may come to be on head's line later, and would then tell of more. */
function recordOf({ read, brought, empty }: Done): { source: string | undefined; record: string } {
  const picked = [...brought.map(({ sha }) => sha), ...empty].filter((sha) => read.line.has(sha));
  const paths = partialPaths(read.promotion.plan, new Set(picked));
  if (!paths) return { source: undefined, record: nothingCarried };
  return { source: paths.source, record: partRecord({ ...paths, picked: picked.map(shortSha) }) };
}

/** Of a commit of head only what main has not got: the rest was released, and may have moved on. */
async function picksOf(
  clone: GitRepository,
  { promotion, line }: ReadContent,
  chosen: readonly Commit[],
): Promise<readonly CommitPick[]> {
  const open = openChanges(promotion.plan);
  const all = new Map(
    promotion.plan.lines.staging.commits.map(({ sha, changes }) => [sha, changes]),
  );
  return Promise.all(
    chosen.map(async ({ sha, tree, parents: [parent] }): Promise<CommitPick> => {
      const contents = open.get(sha);
      if (contents && contents.length < (all.get(sha)?.length ?? 0)) {
        return { sha, parent, contents: new Map(contents.map(({ path, after }) => [path, after])) };
      }
      if (parent === undefined) return { sha, parent };
      const before = line.get(parent) ?? (await clone.commit(parent));
      return { sha, parent, trees: { commit: tree, parent: before.tree } };
    }),
  );
}

const mostAuthors = 50;

async function authorsOf(
  clone: GitRepository,
  brought: readonly Commit[],
): Promise<readonly string[]> {
  const details = await clone.details(brought.map(({ sha }) => sha));
  const authors = [...details.values()].flatMap((commit) => commit.authors);
  return [...new Set(authors)].slice(0, mostAuthors);
}
