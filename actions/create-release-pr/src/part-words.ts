/** The words of a partial release: in the pull request's body (Markdown), and as a reason (plain). */
import { counted, type NounForms } from '@release-train/action-kit/language';

interface Ends {
  readonly head: string;
  readonly base: string;
}

const enNouns = {
  commit: { one: 'commit', other: 'commits' },
  file: { one: 'file', other: 'files' },
  picked: { one: 'picked commit', other: 'picked commits' },
} satisfies Record<string, NounForms>;

const en = {
  partOf: ({ head, base, onto }: Ends & { onto: string }) =>
    `This branch holds some changes of ${head} alone, on top of ${base} at ${onto}. Nobody has tested just these together on ${head}.`,
  heldBack: 'Held back',
  holdLabel: 'carries a label that holds it back',
  notPicked: 'was not picked',
  cannotStand: 'was picked, but cannot be carried alone',
  driftHeldBack: ({ head }: Ends) => `a change of ${head} is held back`,
  buildsOnRest:
    'Some of what was picked builds on what is left out, or on what only one side has, and is not on this branch. Release both together, or neither.',
  unlikeWhole:
    'In these files the release is not what releasing everything would give, though nothing of them is left out, and nothing tells why.',
  byHand: 'Or finish it by hand; from then on the branch is left to people:',
  cannotAlone: (commits: string) => `${commits} cannot be carried alone`,
  leftOut: (commits: string) => `left out: ${commits}`,
  changedToo: ({ base, commits }: { base: string; commits: string }) =>
    `${base} changed it too: ${commits}`,
  unlike: 'differs from the whole release',
};

const ruNouns = {
  commit: { one: 'коммит', few: 'коммита', many: 'коммитов', other: 'коммита' },
  picked: {
    one: 'выбранный коммит',
    few: 'выбранных коммита',
    many: 'выбранных коммитов',
    other: 'выбранного коммита',
  },
  inFiles: { one: 'файле', other: 'файлах' },
} satisfies Record<string, NounForms>;

const ru: typeof en = {
  partOf: ({ head, base, onto }) =>
    `В этой ветке только часть изменений ${head}, на основе ${base} на ${onto}. Именно в таком составе на ${head} их никто не проверял.`,
  heldBack: 'Придержано',
  holdLabel: 'метка велит придержать',
  notPicked: 'не выбран',
  cannotStand: 'выбран, но отдельно не переносится',
  driftHeldBack: ({ head }) => `одно из изменений ${head} придержано`,
  buildsOnRest:
    'Часть выбранного опирается на то, что оставлено, или на то, что есть лишь на одной стороне, и в эту ветку не попала. Выпускайте вместе или не выпускайте вовсе.',
  unlikeWhole:
    'В этих файлах релиз не таков, каким был бы целый, хотя из них ничего не оставлено, и ничто этого не объясняет.',
  byHand: 'Или доведите дело руками; дальше ветка остаётся людям:',
  cannotAlone: (commits) => `${commits}: отдельно не переносится`,
  leftOut: (commits) => `оставлено: ${commits}`,
  changedToo: ({ base, commits }) => `менялось и в ${base}: ${commits}`,
  unlike: 'отличается от целого релиза',
};

export const partWords = { en, ru };

const enReasons = {
  picked: (_place: Ends) => '"pick" names what to release',
  label: (_place: Ends) => '"pick-label" says what to release',
  held: (_place: Ends) => '"hold-label" leaves something out',
  labels: ({ head }: Ends) => `labels decide what is released, so it does not move with "${head}"`,
  allHeldBack: ({ head, base, commits }: Ends & { commits: number }) =>
    `all that "${head}" has and "${base}" lacks is held back: ${counted('en', commits, enNouns.commit)}`,
  allThere: ({ base }: Ends) => `"${base}" has all of what was picked`,
  notAlone: ({ base, commits, files }: { base: string; commits: number; files: number }) =>
    `${counted('en', commits, enNouns.picked)} cannot be carried to "${base}" alone, because of ${counted('en', files, enNouns.file)}`,
};

const ruReasons: typeof enReasons = {
  picked: () => 'что выпускать, названо в "pick"',
  label: () => 'что выпускать, говорит "pick-label"',
  held: () => 'часть оставлена из-за "hold-label"',
  labels: ({ head }) => `что выпускать, решают метки, поэтому за "${head}" релиз не идёт`,
  allHeldBack: ({ head, base, commits }) =>
    `всё, что есть в "${head}" и чего не хватает "${base}", придержано: ${counted('ru', commits, ruNouns.commit)}`,
  allThere: ({ base }) => `в "${base}" уже есть всё выбранное`,
  notAlone: ({ base, commits, files }) =>
    `${counted('ru', commits, ruNouns.picked)} нельзя перенести в "${base}" отдельно: дело в ${counted('ru', files, ruNouns.inFiles)}`,
};

export const partReasons = { en: enReasons, ru: ruReasons };
