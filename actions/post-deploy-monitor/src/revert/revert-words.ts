/** What the revert pull request says, in the language people read. Arguments are safe Markdown. */
import type { Language } from '@release-train/action-kit/language';

export interface RevertWords {
  readonly opened: (release: string) => string;
  readonly whatFailed: string;
  readonly run: string;
  /** Where nobody told why. */
  readonly untold: string;
  readonly whatWasDone: string;
  readonly whatItDoes: string;
  readonly takesBack: (what: {
    readonly base: string;
    readonly name: string;
    readonly later: number;
  }) => string;
  readonly conflict: string;
  readonly resolve: (base: string) => string;
  readonly afterTheMerge: string;
  readonly next: (base: string) => string;
}

const en: RevertWords = {
  opened: (release) =>
    `Release ${release} failed in production. This pull request takes it back; nobody merges it but you.`,
  whatFailed: 'What failed',
  run: 'The run that watched it, with chart and report',
  untold: 'see the run that judged it',
  whatWasDone: 'What was done on Railway',
  whatItDoes: 'What it does',
  takesBack: ({ base, name, later }) =>
    `One commit brings ${base} back to what it was before ${name}, by git's own merge.${later > 0 ? ` The ${later === 1 ? 'commit that came later stays' : `${later} commits that came later stay`}.` : ''}`,
  conflict: 'It conflicts',
  resolve: (base) =>
    `Later commits changed the same places, so this is a draft. Merge ${base} into this branch, resolve these files, and mark it as ready:`,
  afterTheMerge: 'After the merge',
  next: (base) =>
    `Railway deploys ${base} as it was. The next release keeps the revert, and the next sync brings it to the branch you release from. To ship the work again, revert this revert there, mend it, and release.`,
};

const ru: RevertWords = {
  opened: (release) =>
    `Релиз ${release} не справился в production. Этот pull request возвращает всё, как было до него; без вас его никто не вольёт.`,
  whatFailed: 'Что сломалось',
  run: 'Запуск, который за ним следил: график и отчёт',
  untold: 'смотрите запуск, который его оценил',
  whatWasDone: 'Что сделано на Railway',
  whatItDoes: 'Что он делает',
  takesBack: ({ base, name, later }) =>
    `Один коммит возвращает ${base} к тому, что было до ${name}, средствами самого git.${later > 0 ? ` Более поздние коммиты остаются: ${later}.` : ''}`,
  conflict: 'Есть конфликт',
  resolve: (base) =>
    `Более поздние коммиты меняли те же места, поэтому это черновик. Влейте ${base} в эту ветку, разрешите конфликты в этих файлах и снимите черновик:`,
  afterTheMerge: 'После слияния',
  next: (base) =>
    `Railway развернёт ${base} в прежнем виде. Следующий релиз сохранит откат, а следующая синхронизация принесёт его в ветку, из которой вы выпускаете релизы. Чтобы выпустить работу снова, отмените этот откат там, исправьте её и выпустите релиз.`,
};

export const revertWords: Readonly<Record<Language, RevertWords>> = { en, ru };
