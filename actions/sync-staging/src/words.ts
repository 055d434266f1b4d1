/**
 * The words people read: pull request, job summary, notification. Names and lists are Markdown
 * already in the first two, plain text in the third. The log stays English.
 */
import { counted, type NounForms } from '@release-train/action-kit/language';

export interface Ends {
  readonly head: string;
  readonly base: string;
}

interface Files {
  readonly files: number;
}

const enFile: NounForms = { one: 'file', other: 'files' };

const en = {
  title: (base: string) => `Sync of ${base}`,
  verdict: 'verdict',
  dryRun: '(dry run: nothing was written)',
  why: 'why',
  pullRequest: 'pull request',
  branches: 'branches',
  method: 'method',
  drift: 'drift',
  files: (amount: number) => counted('en', amount, enFile),
  overLimit: (most: number) => `more than "max-drift-files" (${most})`,
  hotfixes: 'hotfixes',
  autoMerge: 'auto-merge',
  rules: 'What the rules ask for:',
  conflicting: 'Conflicting files:',
  more: (amount: number) => `… and ${amount} more`,

  ancestor: ({ head, base }: Ends) => `"${base}" has every commit of "${head}"`,
  brought: ({ head, base }: Ends) =>
    `an earlier pull request brought the tip of "${head}" to "${base}"`,
  sameFiles: ({ head, base }: Ends) => `merging "${head}" into "${base}" would change no file`,
  handsOff: ({ branch, pull }: { branch: string; pull: number | undefined }) =>
    `"${branch}" holds commits by people, which are not overwritten: finish ${pull === undefined ? 'the work on it' : `pull request #${pull}`}, or delete the branch`,
  closed: ({ head, number, login }: { head: string; number: number; login: string }) =>
    `pull request #${number}, which brings the same, was closed by ${login}: reopen it, or wait for the next change of "${head}"`,
  conflict: ({ head, base, files }: Ends & Files) =>
    `"${head}" and "${base}" conflict in ${counted('en', files, enFile)}`,
  lacks: ({ head, base, files }: Ends & Files) =>
    `"${base}" lacks ${files === 0 ? 'the history' : counted('en', files, enFile)} of "${head}"`,

  brings: ({ head, base, files }: Ends & Files) =>
    `Brings what ${head} has and ${base} lacks: ${files === 0 ? 'no file, only the history that later merges need' : counted('en', files, enFile)}.`,
  keepsAncestry: ({ base }: { base: string }) =>
    `Merge it with a **merge commit**: a squash brings the files, but not the history that spares later merges into ${base} their false conflicts.`,
  commits: 'Commits',
  conflictTitle: 'Conflict',
  resolve: ({ head, base }: Ends) =>
    `This branch holds ${head} as it is. Merge ${base} into it, resolve these files, and mark the pull request ready; from then on the branch is yours and is not overwritten.`,
  falseConflicts:
    'Where git stops at other files too, it merges again what was squashed long ago: nobody disagrees about those.',
  thenCommit: '# resolve, then',
  namesMore: (amount: number) => `${amount} more`,
  nothingLeft: ({ head, base }: Ends) =>
    `Nothing is left to bring: ${base} has everything that ${head} has.`,

  toldConflict: ({ head, base, repository }: Ends & { repository: string }) =>
    `${repository}: ${head} does not merge into ${base}`,
  toldResolve: 'Somebody has to resolve the conflict: the pull request lists the commands.',
  toldCreated: ({ head, base, repository }: Ends & { repository: string }) =>
    `${repository}: ${base} is to get changes of ${head}`,
  toldMerge: 'The pull request waits for a review and a merge.',
  toldLink: (pull: number) => `pull request #${pull}`,
};

const ruFile: NounForms = { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' };
const ruInFiles: NounForms = { one: 'файле', other: 'файлах' };
const ruOfFiles: NounForms = { one: 'файла', other: 'файлов' };

const ru: typeof en = {
  title: (base) => `Синхронизация ${base}`,
  verdict: 'вердикт',
  dryRun: '(пробный запуск: ничего не записано)',
  why: 'почему',
  pullRequest: 'запрос',
  branches: 'ветки',
  method: 'способ',
  drift: 'расхождение',
  files: (amount) => counted('ru', amount, ruFile),
  overLimit: (most) => `больше, чем "max-drift-files" (${most})`,
  hotfixes: 'хотфиксы',
  autoMerge: 'автослияние',
  rules: 'Чего требуют правила:',
  conflicting: 'Конфликтующие файлы:',
  more: (amount) => `… и ещё ${amount}`,

  ancestor: ({ head, base }) => `в "${base}" есть все коммиты "${head}"`,
  brought: ({ head, base }) =>
    `последний коммит "${head}" уже перенесён в "${base}" прежним pull request’ом`,
  sameFiles: ({ head, base }) => `слияние "${head}" в "${base}" не изменило бы ни одного файла`,
  handsOff: ({ branch, pull }) =>
    `в "${branch}" есть коммиты людей, они не перезаписываются: завершите ${pull === undefined ? 'работу над ней' : `pull request #${pull}`} или удалите ветку`,
  closed: ({ head, number, login }) =>
    `pull request #${number} с тем же содержимым закрыт (${login}): откройте его снова или дождитесь следующего изменения "${head}"`,
  conflict: ({ head, base, files }) =>
    `"${head}" и "${base}" конфликтуют в ${counted('ru', files, ruInFiles)}`,
  lacks: ({ head, base, files }) =>
    `в "${base}" не хватает ${files === 0 ? 'истории' : counted('ru', files, ruOfFiles)} из "${head}"`,

  brings: ({ head, base, files }) =>
    `Переносит то, что есть в ${head} и чего нет в ${base}: ${files === 0 ? 'ни одного файла, только историю, нужную будущим слияниям' : counted('ru', files, ruFile)}.`,
  keepsAncestry: ({ base }) =>
    `Сливайте через **merge commit**: squash перенесёт файлы, но не историю, которая избавляет будущие слияния в ${base} от ложных конфликтов.`,
  commits: 'Коммиты',
  conflictTitle: 'Конфликт',
  resolve: ({ head, base }) =>
    `В этой ветке ${head} как есть. Влейте в неё ${base}, разрешите конфликт в этих файлах и отметьте pull request готовым; с этого момента ветка ваша и не перезаписывается.`,
  falseConflicts:
    'Если git останавливается и на других файлах, он заново сливает давно слитое через squash: о них никто не спорит.',
  thenCommit: '# разрешите конфликты, затем',
  namesMore: (amount) => `ещё ${amount}`,
  nothingLeft: ({ head, base }) =>
    `Переносить больше нечего: в ${base} есть всё, что есть в ${head}.`,

  toldConflict: ({ head, base, repository }) => `${repository}: ${head} не сливается в ${base}`,
  toldResolve: 'Кому-то нужно разрешить конфликт: команды перечислены в pull request’е.',
  toldCreated: ({ head, base, repository }) =>
    `${repository}: ${base} должна получить изменения из ${head}`,
  toldMerge: 'Pull request ждёт проверки и слияния.',
  toldLink: (pull) => `pull request #${pull}`,
};

export const words = { en, ru };
export type Words = typeof en;
