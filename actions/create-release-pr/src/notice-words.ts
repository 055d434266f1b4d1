/** The words of notifications. Values are plain text: the channels escape it. */
import { counted, type NounForms } from '@release-train/action-kit/language';

interface Ends {
  readonly repository: string;
  readonly head: string;
  readonly base: string;
}

const enCommit: NounForms = { one: 'commit', other: 'commits' };
const enFile: NounForms = { one: 'file', other: 'files' };

const en = {
  conflict: ({ repository, head, base }: Ends) =>
    `${repository}: the release of ${head} conflicts with ${base}`,
  resolve: ({ head, base }: Ends) =>
    `Somebody has to bring ${base} into ${head} and resolve these files:`,
  waits: ({ repository, head, base }: Ends) =>
    `${repository}: a release of ${head} to ${base} waits for approval`,
  resolved: 'The conflict is over.',
  brings: 'brings',
  extent: ({ commits, files }: { commits: number; files: number }) =>
    `${counted('en', commits, enCommit)}, ${counted('en', files, enFile)}`,
  more: (amount: number) => `… and ${amount} more`,
  link: (pull: number) => `pull request #${pull}`,
};

const ruCommit: NounForms = {
  one: 'коммит',
  few: 'коммита',
  many: 'коммитов',
  other: 'коммита',
};
const ruFile: NounForms = { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' };

const ru: typeof en = {
  conflict: ({ repository, head, base }) => `${repository}: релиз ${head} конфликтует с ${base}`,
  resolve: ({ head, base }) =>
    `Кому-то нужно перенести ${base} в ${head} и разрешить конфликт в этих файлах:`,
  waits: ({ repository, head, base }) => `${repository}: релиз ${head} в ${base} ждёт одобрения`,
  resolved: 'Конфликта больше нет.',
  brings: 'несёт',
  extent: ({ commits, files }) =>
    `${counted('ru', commits, ruCommit)}, ${counted('ru', files, ruFile)}`,
  more: (amount) => `… и ещё ${amount}`,
  link: (pull) => `запрос #${pull}`,
};

export const noticeWords = { en, ru };
