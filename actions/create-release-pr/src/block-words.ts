/** The words of the pull request's body. Values are Markdown already. */
import { counted, type NounForms } from '@release-train/action-kit/language';
import { partWords } from './part-words.ts';

const enNouns = {
  commit: { one: 'commit', other: 'commits' },
  file: { one: 'file', other: 'files' },
  line: { one: 'line', other: 'lines' },
} satisfies Record<string, NounForms>;

/** Head and base, as code. */
export interface Ends {
  readonly head: string;
  readonly base: string;
}

const en = {
  brings: ({ head, base, commits, files }: Ends & { commits: number; files: number }) =>
    `${head} → ${base}: ${counted('en', commits, enNouns.commit)}, ${counted('en', files, enNouns.file)}.`,
  checklist: 'Checklist',
  notPassed: (verdict: string) => `**not passed**, ${verdict}`,
  details: 'details',
  notesCut: (lines: number) => `… ${counted('en', lines, enNouns.line)} more than fit here.`,
  pullRequests: 'Pull requests',
  commits: 'Commits',
  commitsAlone: 'Commits without a pull request',
  commitCount: (amount: number) => counted('en', amount, enNouns.commit),
  more: (amount: number) => `… and ${amount} more`,
  replacedBy: ({ pull }: { pull: string }) =>
    `Replaced by ${pull}, which brings the same from a branch of its own.`,
  replacedByDirect: ({ pull, head }: { pull: string; head: string }) =>
    `Replaced by ${pull}, which is of ${head} itself, as \`strategy: direct\` asks.`,
  nothingLeft: ({ head, base }: Ends) =>
    `Closed, because nothing is left to bring from ${head} to ${base}. The next change opens a new pull request.`,

  aboutBranch: 'Why this branch',
  howToMerge: 'How to merge',
  holds: ({ head, base, source, onto }: Ends & { source: string; onto: string }) =>
    `This branch holds one commit: ${head} at ${source}, merged over what the two branches last agreed on, on top of ${base} at ${onto}.`,
  becauseSquash:
    'Releases or syncs were squashed, so a pull request of the branch itself would list what shipped long ago, and could conflict in files that nobody disagrees about.',
  becauseSource: ({ head }: Ends) =>
    `${head} has moved on since; this release does not move with it.`,
  becauseDiffers: ({ head, base }: Ends) =>
    `Merging ${head} into ${base} as they are would give something else, or conflict.`,
  becauseStanding: 'It is updated as long as this pull request is open.',

  drift: 'Differs from what was tested',
  driftIn: ({ head, files }: { head: string; files: number }) =>
    `In ${counted('en', files, enNouns.file)} the release is not what ${head} holds:`,
  driftHotfix: ({ head, base }: Ends) => `${base} has a change that ${head} lacks`,
  driftKeptRevert: ({ base }: Ends) => `${base} went back to an older state, which is kept`,
  driftMerged: 'both changed it, and git merged them',

  conflict: 'Conflict',
  resolve: ({ head, base }: Ends) =>
    `Bring ${base} into ${head} through a pull request and resolve these files there; the next run updates this one.`,
  noChecks: 'Until then GitHub runs no checks here: it has no merge to run them on.',
  nobody: 'nothing',
  namesMore: (amount: number) => `${amount} more`,
  bothChanged: 'both sides changed it',
  wentBack: 'one side went back to an older state, and the history does not tell which one counts',
  fileAndFolder: 'a file on one side, a folder on the other',
  unexplained: 'the merge differs from both sides, for no reason that the history tells',
  ...partWords.en,
};

const ruNouns = {
  commit: { one: 'коммит', few: 'коммита', many: 'коммитов', other: 'коммита' },
  file: { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' },
  line: { one: 'строка', few: 'строки', many: 'строк', other: 'строки' },
  inFiles: { one: 'файле', other: 'файлах' },
} satisfies Record<string, NounForms>;

const ru: typeof en = {
  brings: ({ head, base, commits, files }) =>
    `${head} → ${base}: ${counted('ru', commits, ruNouns.commit)}, ${counted('ru', files, ruNouns.file)}.`,
  checklist: 'Что проверить',
  notPassed: (verdict) => `**не пройдено**, ${verdict}`,
  details: 'подробнее',
  notesCut: (lines) => `… ещё ${counted('ru', lines, ruNouns.line)} не поместилось.`,
  pullRequests: 'Pull request’ы',
  commits: 'Коммиты',
  commitsAlone: 'Коммиты без pull request’а',
  commitCount: (amount) => counted('ru', amount, ruNouns.commit),
  more: (amount) => `… и ещё ${amount}`,
  replacedBy: ({ pull }) => `Заменён на ${pull}: тот несёт то же самое из собственной ветки.`,
  replacedByDirect: ({ pull, head }) =>
    `Заменён на ${pull}, открытый из самой ${head}: так задано в \`strategy: direct\`.`,
  nothingLeft: ({ head, base }) =>
    `Закрыт: переносить из ${head} в ${base} больше нечего. Следующее изменение откроет новый pull request.`,

  aboutBranch: 'Почему эта ветка',
  howToMerge: 'Как слить',
  holds: ({ head, base, source, onto }) =>
    `В этой ветке один коммит: ${head} на ${source}, слитая поверх того, в чём ветки сходились в последний раз, на основе ${base} на ${onto}.`,
  becauseSquash:
    'Прошлые релизы или синхронизации слиты через squash, поэтому pull request самой ветки перечислил бы давно выпущенное и мог бы конфликтовать в файлах, о которых никто не спорит.',
  becauseSource: ({ head }) => `${head} с тех пор ушла вперёд; этот релиз за ней не идёт.`,
  becauseDiffers: ({ head, base }) =>
    `Прямое слияние ${head} в ${base} дало бы другой результат или конфликт.`,
  becauseStanding: 'Она обновляется, пока этот pull request открыт.',

  drift: 'Отличается от проверенного',
  driftIn: ({ head, files }) =>
    `В ${counted('ru', files, ruNouns.inFiles)} релиз не совпадает с ${head}:`,
  driftHotfix: ({ head, base }) => `в ${base} есть изменение, которого нет в ${head}`,
  driftKeptRevert: ({ base }) => `${base} вернулась к прежнему состоянию, и оно сохранено`,
  driftMerged: 'изменён с обеих сторон, git их объединил',

  conflict: 'Конфликт',
  resolve: ({ head, base }) =>
    `Перенесите ${base} в ${head} через pull request и разрешите эти файлы там; следующий запуск обновит этот pull request.`,
  noChecks: 'До этого GitHub не запускает здесь проверок: проверять пока нечего, слияния нет.',
  nobody: 'ничего',
  namesMore: (amount) => `ещё ${amount}`,
  bothChanged: 'изменён с обеих сторон',
  wentBack:
    'одна сторона вернулась к прежнему состоянию, и по истории не видно, которое из двух верно',
  fileAndFolder: 'на одной стороне файл, на другой папка',
  unexplained: 'слияние отличается от обеих сторон, и история этого не объясняет',
  ...partWords.ru,
};

export type BlockWords = typeof en;

export const blockWords = { en, ru };
