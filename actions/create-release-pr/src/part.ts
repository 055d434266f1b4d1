/** A release of some commits alone: base with their changes on top, and what of head it leaves out. */
import type { Log } from '@release-train/action-kit';
import type { Commit, GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { nothingCarried, partRecord } from '@release-train/github/partial-record';
import {
  type CommitPick,
  openChanges,
  partialPaths,
  pickCommits,
  shortSha,
} from '@release-train/promotion';
import type { Content, ReadContent } from './content.ts';
import { type NamedPick, readNamedPicks } from './named-picks.ts';
import { type PartOutcome, partConflicts, partDrift } from './part-explained.ts';
import type { PartInputs } from './picks.ts';
import type { Place } from './place.ts';
import { type HeldBack, type Selection, select } from './selection.ts';

export interface Part {
  readonly why: Selection['why'];
  /** Base and what was picked, without what git could not carry. */
  readonly tree: string;
  /** Newest first. */
  readonly heldBack: readonly HeldBack[];
  /** What its record says it carried; see `partRecord`. */
  readonly record: string;
  /** Oldest first. */
  readonly picked: readonly string[];
  /** `Name <email>` of who made the changes. */
  readonly authors: readonly string[];
  /** Seconds since 1970, of the newest commit it brings. */
  readonly date: number;
}

interface Ports {
  readonly clone: GitRepository;
  readonly github: GitHub;
  readonly log: Pick<Log, 'notice'>;
}

/** `undefined`: nothing is left out. @throws ActionError `bad-input` for picks that cannot be */
export async function readPart(
  ports: Ports,
  { inputs, place, read }: { inputs: PartInputs; place: Place; read: ReadContent },
): Promise<Content | undefined> {
  const { content, promotion, line } = read;
  const unreleased = new Set(promotion.unreleased);
  const commits = [...line.values()].filter(({ sha }) => unreleased.has(sha));
  const named = await readNames(ports, { inputs, place, read });
  const names = new Set(named.map(({ commit }) => commit.sha));
  const selection = select({ commits, broughtBy: content.broughtBy, named: names }, inputs);
  if (!selection) return undefined;
  const broughtBy = new Map([
    ...content.broughtBy,
    ...named.flatMap(({ commit, pull }): [string, PullRequest][] =>
      pull ? [[commit.sha, pull]] : [],
    ),
  ]);
  const chosen = await inOrder(ports.clone, { selection, named, line });
  return carryOut(ports, {
    place,
    read: { ...read, content: { ...content, broughtBy } },
    selection,
    chosen,
  });
}

async function readNames(
  { clone, github }: Ports,
  { inputs, place, read }: { inputs: PartInputs; place: Place; read: ReadContent },
): Promise<readonly NamedPick[]> {
  const { content, promotion, line } = read;
  const asked = new Set(promotion.plan.lines.staging.commits.map(({ sha }) => sha));
  const { base, pulls, broughtBy } = content;
  const later = new Set([...line.keys()].filter((sha) => !asked.has(sha)));
  const holdLabels = inputs['hold-label'] ?? [];
  const sources = { clone, github, place, base, line, later, pulls, broughtBy, holdLabels };
  return readNamedPicks(sources, inputs.pick ?? []);
}

/** As they were made: a commit of head after those it stands on. */
async function inOrder(
  clone: GitRepository,
  {
    selection,
    named,
    line,
  }: {
    readonly selection: Selection;
    readonly named: readonly NamedPick[];
    readonly line: ReadonlyMap<string, Commit>;
  },
): Promise<readonly Commit[]> {
  const all = new Map([
    ...selection.chosen.map((commit): [string, Commit] => [commit.sha, commit]),
    ...named.map(({ commit }): [string, Commit] => [commit.sha, commit]),
  ]);
  const isAllOnLine = [...all.keys()].every((sha) => line.has(sha));
  const order = isAllOnLine
    ? [...line.keys()].filter((sha) => all.has(sha)).toReversed()
    : await clone.sorted([...all.keys()]);
  return order.flatMap((sha) => all.get(sha) ?? []);
}

interface Chosen {
  readonly place: Place;
  readonly read: ReadContent;
  readonly selection: Selection;
  /** Oldest first. */
  readonly chosen: readonly Commit[];
}

async function carryOut(
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
