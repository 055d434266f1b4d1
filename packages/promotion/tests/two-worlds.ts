/**
 * The same history twice: once with true merge commits, once with squash commits that carry the same
 * trees. All plays advance together, one operation at a time, so that git is asked in batches.
 */
import type { LabMerge, Laboratory, Tree, Write } from './laboratory.ts';
import type { Operation, Place, Play } from './operations.ts';

export interface Stop {
  readonly tree: string;
  readonly seconds: number;
  /** In the world of true merges, and in that of squashes. */
  readonly merged: string;
  readonly squashed: string;
}

export interface Carried {
  readonly kind: 'release' | 'sync';
  /** Positions on the lines; the source of a release is on staging's. */
  readonly source: number;
  readonly landed: number;
  /** For a partial release: the commits of staging it picked. */
  readonly picked?: readonly number[];
  readonly isKept: boolean;
}

export interface World {
  readonly play: Play;
  readonly lines: Readonly<Record<Place, Stop[]>>;
  readonly carried: Carried[];
  readonly topics: { readonly sha: string; readonly position: number }[];
  readonly picked: Set<number>;
  readonly reverted: Set<number>;
  /** A commit both branches have, in the world of true merges. */
  common: Stop;
  edits: number;
}

const names = ['a', 'b', 'lib/c', 'lib/d', 'new', 'lib/new'];
const epoch = 1_700_000_000;

export async function playAll(lab: Laboratory, plays: readonly Play[]): Promise<World[]> {
  const root: Write = {
    parents: [],
    seconds: epoch,
    changes: new Map(
      names.slice(0, 4).map((path) => [path, { mode: '100644', text: firstText(path) }]),
    ),
  };
  const [sha = ''] = await lab.write([root]);
  const [tree = ''] = await lab.treesOf([sha]);
  await lab.load([tree]);
  const stop: Stop = { tree, seconds: epoch, merged: sha, squashed: sha };
  const worlds = plays.map(
    (play): World => ({
      play,
      lines: { main: [stop], staging: [stop] },
      carried: [],
      topics: [],
      picked: new Set(),
      reverted: new Set(),
      common: stop,
      edits: 0,
    }),
  );
  const steps = Math.max(...plays.map(({ operations }) => operations.length));
  for (let step = 0; step < steps; step += 1) await advance(lab, worlds, step);
  return worlds;
}

const firstText = (path: string): string =>
  Array.from({ length: 10 }, (_, line) => `${path} ${line}\n`).join('');

type Files = Map<string, string | { mode: string; text: string } | undefined>;

/** What an operation comes to, once the state it meets is known. */
interface Deed {
  readonly world: World;
  readonly seconds: number;
  readonly place: Place;
  /** Written straight onto the branch. */
  readonly files?: Files;
  /** Written first; the last two of them, or the ones named, are merged. */
  readonly before?: readonly Write[];
  readonly merge?: (before: readonly string[]) => readonly [string, string];
  /** The second parent in the world of true merges. */
  readonly second?: (before: readonly string[]) => string | undefined;
  readonly done?: (position: number, before: readonly string[]) => void;
}

async function advance(lab: Laboratory, worlds: readonly World[], step: number): Promise<void> {
  const deeds = worlds.flatMap((world) => {
    const operation = world.play.operations[step];
    if (!operation) return [];
    const seconds = epoch + (step + 1) * 100 + (world.play.skews[step] ?? 0);
    const deed = deedOf(lab, world, operation);
    return deed ? [{ ...deed, world, seconds }] : [];
  });
  const drafts = deeds.flatMap(({ before = [] }) => before);
  const written = await lab.write(drafts);
  const beforeOf = new Map(drafts.map((draft, index) => [draft, written[index] ?? '']));
  const shas = ({ before = [] }: Deed): string[] => before.map((one) => beforeOf.get(one) ?? '');
  const merging = deeds.filter(({ merge }) => merge);
  const merges = await lab.merge(merging.map((deed) => deed.merge?.(shas(deed)) ?? ['', '']));
  const merged = new Map<Deed, LabMerge>(
    merging.map((deed, index) => [deed, merges[index] as LabMerge]),
  );
  const lands = deeds.filter((deed) => {
    const merge = merged.get(deed);
    // A merge that conflicts, or brings nothing, does not happen.
    return !merge || (merge.isClean && merge.tree !== tipOf(deed).tree);
  });
  await writeStops(lab, lands, (deed) => ({ merge: merged.get(deed), before: shas(deed) }));
}

const tipOf = ({ world, place }: Pick<Deed, 'world' | 'place'>): Stop =>
  world.lines[place].at(-1) as Stop;

async function writeStops(
  lab: Laboratory,
  deeds: readonly Deed[],
  known: (deed: Deed) => { merge: LabMerge | undefined; before: readonly string[] },
): Promise<void> {
  const commits = deeds.flatMap((deed): Write[] => {
    const { merge, before } = known(deed);
    const second = deed.second?.(before);
    const what = {
      seconds: deed.seconds,
      ...(merge ? { tree: merge.tree } : {}),
      ...(deed.files ? { changes: deed.files } : {}),
    };
    const { merged, squashed } = tipOf(deed);
    return [
      { ...what, parents: second ? [merged, second] : [merged] },
      { ...what, parents: [squashed] },
    ];
  });
  const shas = await lab.write(commits);
  const trees = await lab.treesOf(shas.filter((_, index) => index % 2 === 1));
  await lab.load(trees);
  deeds.forEach((deed, index) => {
    const [merged = '', squashed = ''] = shas.slice(index * 2);
    const line = deed.world.lines[deed.place];
    line.push({ tree: trees[index] ?? '', seconds: deed.seconds, merged, squashed });
    deed.done?.(line.length - 1, known(deed).before);
  });
}

type Outline = Omit<Deed, 'world' | 'seconds'>;

function deedOf(lab: Laboratory, world: World, operation: Operation): Outline | undefined {
  switch (operation.kind) {
    case 'topic':
      return topic(lab, world, operation);
    case 'pick':
      return pick(world, operation);
    case 'release':
    case 'sync':
      return carry(world, operation);
    case 'revert':
      return revert(world, operation.release);
    default: {
      const tip = tipOf({ world, place: operation.place });
      const files = changeFiles({ lab, world, tree: lab.tree(tip.tree) }, operation);
      return files && { place: operation.place, files };
    }
  }
}

interface Desk {
  readonly lab: Laboratory;
  readonly world: World;
  readonly tree: Tree;
}

function changeFiles(
  desk: Desk,
  operation: Extract<Operation, { place: Place }>,
): Files | undefined {
  const { tree } = desk;
  const paths = [...tree.keys()].sort();
  const path = 'file' in operation ? paths[operation.file % paths.length] : undefined;
  const free = names.filter((name) => !tree.has(name));
  if (operation.kind === 'add') {
    const name = free[operation.name % free.length];
    const text = `${firstText(`${name} ${newWord(desk)}`)}`;
    return name === undefined ? undefined : new Map([[name, { mode: '100644', text }]]);
  }
  const content = tree.get(path ?? '');
  if (path === undefined || content === undefined) return undefined;
  const [mode = '', blob] = content.split(' ');
  switch (operation.kind) {
    case 'edit':
      return new Map([[path, edited(desk, content, operation.line)]]);
    case 'delete':
      return new Map([[path, undefined]]);
    case 'mode':
      return new Map([[path, `${mode === '100644' ? '100755' : '100644'} ${blob}`]]);
    case 'rename': {
      const name = free[operation.name % free.length];
      const to = operation.line === null ? content : edited(desk, content, operation.line);
      return name === undefined
        ? undefined
        : new Map<string, typeof to | undefined>([
            [path, undefined],
            [name, to],
          ]);
    }
  }
}

function newWord({ world }: Desk): string {
  world.edits += 1;
  return `word${world.edits}`;
}

function edited(desk: Desk, content: string, line: number): { mode: string; text: string } {
  const [mode = '', blob = ''] = content.split(' ');
  const lines = desk.lab.text(blob).split('\n');
  lines[line % (lines.length - 1)] = newWord(desk);
  return { mode, text: lines.join('\n') };
}

function topic(
  lab: Laboratory,
  world: World,
  { file, line }: Extract<Operation, { kind: 'topic' }>,
): Outline | undefined {
  const desk = { lab, world, tree: lab.tree(world.common.tree) };
  const changes = changeFiles(desk, { kind: 'edit', place: 'staging', file, line });
  if (!changes) return undefined;
  const own: Write = { parents: [world.common.merged], changes };
  return {
    place: 'staging',
    before: [own],
    merge: ([sha = '']) => [tipOf({ world, place: 'staging' }).merged, sha],
    second: ([sha]) => sha,
    done: (position, [sha = '']) => world.topics.push({ sha, position }),
  };
}

function pick(world: World, operation: Extract<Operation, { kind: 'pick' }>): Outline | undefined {
  const open = world.topics.filter(({ position }) => !world.picked.has(position));
  const chosen = open[operation.topic % open.length];
  if (!chosen) return undefined;
  return {
    place: 'main',
    merge: () => [tipOf({ world, place: 'main' }).merged, chosen.sha],
    second: () => chosen.sha,
    done: (landed) => {
      world.picked.add(chosen.position);
      world.carried.push({
        kind: 'release',
        source: world.lines.staging.length - 1,
        landed,
        picked: [chosen.position],
        isKept: operation.isKept,
      });
    },
  };
}

function carry(
  world: World,
  { kind, lag, isKept }: Extract<Operation, { kind: 'release' | 'sync' }>,
): Outline {
  const [from, to]: [Place, Place] = kind === 'release' ? ['staging', 'main'] : ['main', 'staging'];
  const source = Math.max(0, world.lines[from].length - 1 - lag);
  const stop = world.lines[from][source] as Stop;
  return {
    place: to,
    merge: () => [tipOf({ world, place: to }).merged, stop.merged],
    second: () => stop.merged,
    done: (landed) => {
      world.common = stop;
      world.carried.push({ kind, source, landed, isKept });
    },
  };
}

/** As `git revert` does: what changes main back to what it was before a release. */
function revert(world: World, choice: number): Outline | undefined {
  const releases = world.carried
    .filter(({ kind, landed }) => kind === 'release' && !world.reverted.has(landed))
    .toReversed();
  const release = releases[choice];
  if (!release) return undefined;
  const [before, after] = world.lines.main.slice(release.landed - 1) as [Stop, Stop];
  const base: Write = { parents: [], tree: after.tree };
  const ours: Write = { parents: [base], tree: tipOf({ world, place: 'main' }).tree };
  const theirs: Write = { parents: [base], tree: before.tree };
  return {
    place: 'main',
    before: [base, ours, theirs],
    merge: ([, one = '', other = '']) => [one, other],
    done: () => world.reverted.add(release.landed),
  };
}
