/** A release of some commits alone: base with their changes on top, and what of head it leaves out. */
import type { Log } from '@release-train/action-kit';
import type { Commit, GitRepository } from '@release-train/git';
import type { GitHub, PullRequest } from '@release-train/github';
import { carryPart } from './carry-part.ts';
import type { Content, ReadContent } from './content.ts';
import { type NamedPick, readNamedPicks } from './named-picks.ts';
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
  return carryPart(ports, {
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
