/** The words that explain a decision, in the log (English), an output (English) and the summary. */
import { counted, type NounForms } from '@release-train/action-kit/language';
import { partReasons } from './part-words.ts';

/** Names of branches as they are. */
interface Ends {
  readonly head: string;
  readonly base: string;
}

const enFiles: NounForms = { one: 'file', other: 'files' };

const en = {
  noCommits: ({ head, base }: Ends) => `"${head}" has no commit that "${base}" lacks`,
  sameFiles: ({ head, base }: Ends) => `merging "${head}" into "${base}" would change no file`,
  keptRevert: ({ head, base, files }: Ends & { files: number }) =>
    `; "${base}" went back in ${counted('en', files, enFiles)}: bring that to "${head}", then change it again`,
  handsOff: ({ branch, pull }: { branch: string; pull: number | undefined }) =>
    `"${branch}" holds commits by people, which are not overwritten: finish ${pull === undefined ? 'the work on it' : `pull request #${pull}`}, or delete the branch`,
  closed: ({ head, number, login }: { head: string; number: number; login: string }) =>
    `pull request #${number}, which brings the same, was closed by ${login}: reopen it, or wait for the next change of "${head}"`,
  conflict: ({ head, base, files }: Ends & { files: number }) =>
    `"${head}" and "${base}" conflict in ${counted('en', files, enFiles)}`,
  asked: (strategy: string) => `"strategy" asks for ${strategy}`,
  same: ({ head, base }: Ends) => `"${head}" merges into "${base}" without conflicts`,
  standing: (branch: string) => `the pull request of "${branch}" is open and stays`,
  source: ({ head }: Ends) => `"source-sha" is not the tip of "${head}"`,
  squash: ({ head, base }: Ends) =>
    `"${head}" and "${base}" were parted by squash merges: git's own merge base is out of date`,
  differs: ({ head, base }: Ends) =>
    `git's own merge of "${head}" into "${base}" conflicts, or would give something else`,
  ...partReasons.en,
};

const ruInFiles: NounForms = { one: 'файле', other: 'файлах' };

const ru: typeof en = {
  noCommits: ({ head, base }) => `в "${head}" нет коммитов, которых не хватает "${base}"`,
  sameFiles: ({ head, base }) => `слияние "${head}" в "${base}" не изменило бы ни одного файла`,
  keptRevert: ({ head, base, files }) =>
    `; "${base}" вернулась назад в ${counted('ru', files, ruInFiles)}: перенесите это в "${head}", потом меняйте снова`,
  handsOff: ({ branch, pull }) =>
    `в "${branch}" есть коммиты людей, они не перезаписываются: завершите ${pull === undefined ? 'работу над ней' : `pull request #${pull}`} или удалите ветку`,
  closed: ({ head, number, login }) =>
    `pull request #${number} с тем же содержимым закрыт (${login}): откройте его снова или дождитесь следующего изменения "${head}"`,
  conflict: ({ head, base, files }) =>
    `"${head}" и "${base}" конфликтуют в ${counted('ru', files, ruInFiles)}`,
  asked: (strategy) => `так задано: "strategy" равно ${strategy}`,
  same: ({ head, base }) => `"${head}" сливается с "${base}" без конфликтов`,
  standing: (branch) => `pull request ветки "${branch}" уже открыт и остаётся`,
  source: ({ head }) => `"source-sha" не последний коммит "${head}"`,
  squash: ({ head, base }) =>
    `"${head}" и "${base}" разошлись из-за squash-слияний: собственная база слияния git устарела`,
  differs: ({ head, base }) =>
    `обычное слияние "${head}" в "${base}" конфликтует или дало бы другой результат`,
  ...partReasons.ru,
};

export const reasonWords = { en, ru };
