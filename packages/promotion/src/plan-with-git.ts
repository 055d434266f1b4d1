import { dependsOnOrder, isOtherOrder, withEarlier } from './clocks.ts';
import { confirmedMerges, type SuspectedMerge, suspectedMerges } from './hidden-merges.ts';
import type { Content, Histories, MeetingRecord } from './history.ts';
import { doubtWhere, type PromotionPlan, planPromotion } from './plan.ts';
import type { PromotionGit } from './promote.ts';
import { type RecordedMeeting, recordedMeeting, type Told } from './recorded-base.ts';
import { timelineOf } from './timeline.ts';
import { type Track, tracksOf } from './track.ts';

/** Git knows it without being told. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Each finds the next merge of a path; more in a row, with nothing recorded, are not looked for. */
const mostRounds = 8;

type MergeGit = Pick<PromotionGit, 'writeTree' | 'mergeTrees' | 'changes'>;

/** Histories, and git's merge base that they start at. */
export type HistoriesSince = Histories & { readonly since: string };

/**
 * A plan that also knows what only git can tell: bases of several commits, and merges without a
 * record. Where it hangs on clocks that may be wrong, the path is a conflict.
 */
export async function planWithGit(
  git: MergeGit,
  histories: HistoriesSince,
): Promise<PromotionPlan> {
  const state = { plan: await planInOrder(git, histories) };
  if (histories.isComplete) return state.plan;
  for (const side of ['main', 'staging'] as const) {
    const isOpen = dependsOnOrder(side);
    const shifted = { ...histories, lines: withEarlier(histories.lines, side) };
    if (!isAnyOpen(state.plan, isOpen) || !isOtherOrder(histories, shifted)) continue;
    state.plan = doubtWhere(state.plan, await planInOrder(git, shifted), isOpen);
  }
  return state.plan;
}

const isAnyOpen = ({ paths }: PromotionPlan, isOpen: (track: Track) => boolean): boolean =>
  [...paths.values()].some(({ track, isAmbiguous }) => !isAmbiguous && isOpen(track));

async function planInOrder(git: MergeGit, histories: HistoriesSince): Promise<PromotionPlan> {
  const { records, known } = await replayAll(git, histories);
  const plan = await planWithMerges(git, { ...histories, records }, known);
  if (known.doubtful.length === 0) return plan;
  const more = { ...histories, records: [...records, ...known.doubtful] };
  const doubted = await replayAll(git, more);
  return doubtWhere(plan, planPromotion({ ...more, records: doubted.records }, doubted.known));
}

async function planWithMerges(
  git: MergeGit,
  histories: Histories,
  known: Told,
): Promise<PromotionPlan> {
  const state = { records: histories.records, plan: planPromotion(histories, known) };
  for (let round = 0; round < mostRounds; round += 1) {
    const suspected = suspectedMerges(state.plan);
    if (suspected.length === 0) break;
    const found = confirmedMerges(state.plan, suspected, await mergeContents(git, suspected));
    if (found.length === 0) break;
    state.records = [...state.records, ...found];
    state.plan = planPromotion({ ...histories, records: state.records }, known);
  }
  return state.plan;
}

/** What records tell, and what merging again finds. */
async function replayAll(
  git: MergeGit,
  { since, isComplete = false, ...histories }: HistoriesSince,
): Promise<{ readonly records: readonly MeetingRecord[]; readonly known: RecordedMeeting }> {
  const { lines } = histories;
  const told = { lines, tracks: tracksOf(lines), timeline: timelineOf(histories) };
  const known = await recordedMeeting(git, { ...told, since, isComplete });
  return { records: [...histories.records, ...known.found], known };
}

/** All of them in one merge of three trees, in which each has a name of its own. */
async function mergeContents(
  git: MergeGit,
  suspected: readonly SuspectedMerge[],
): Promise<readonly (Content | undefined)[]> {
  const write = (part: 'base' | 'ours' | 'theirs'): Promise<string> => {
    const contents = new Map(suspected.map((one, index) => [`${index}`, one[part]]));
    return git.writeTree({ from: emptyTree, contents });
  };
  const [base, ours, theirs] = [await write('base'), await write('ours'), await write('theirs')];
  const { tree, conflicts } = await git.mergeTrees({ base, ours, theirs });
  const refused = new Set(conflicts);
  const merged = new Map(
    (await git.changes(emptyTree, tree)).map(({ path, after }) => [path, after]),
  );
  return suspected.map((_, index) =>
    refused.has(`${index}`) ? undefined : merged.get(`${index}`),
  );
}
