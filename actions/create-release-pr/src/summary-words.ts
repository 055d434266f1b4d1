/** The words of the job summary. Values are Markdown already. */
import { counted, type NounForms } from '@release-train/action-kit/language';

const enNouns = {
  commit: { one: 'commit', other: 'commits' },
  file: { one: 'file', other: 'files' },
} satisfies Record<string, NounForms>;

const en = {
  title: 'Release pull request',
  verdict: 'verdict',
  dryRun: '(dry run: nothing was written)',
  why: 'why',
  pullRequest: 'pull request',
  mergeable: 'mergeable',
  noChecks: 'it conflicts, and GitHub runs no workflow on it until that is solved',
  autoMerge: 'auto-merge',
  release: 'release',
  to: 'to',
  at: ({ branch, sha }: { branch: string; sha: string }) => `${branch} at ${sha}`,
  brings: 'brings',
  extent: ({ commits, files }: { commits: number; files: number }) =>
    `${counted('en', commits, enNouns.commit)}, ${counted('en', files, enNouns.file)}`,
  drift: 'differs from what was tested',
  files: (amount: number) => counted('en', amount, enNouns.file),
  heldBack: 'held back',
  commits: (amount: number) => counted('en', amount, enNouns.commit),
  conflicting: 'Conflicting files:',
  asked: 'What the rules ask for:',
  more: (amount: number) => `… and ${amount} more`,
};

const ruNouns = {
  commit: { one: 'коммит', few: 'коммита', many: 'коммитов', other: 'коммита' },
  file: { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' },
} satisfies Record<string, NounForms>;

const ru: typeof en = {
  title: 'Pull request релиза',
  verdict: 'вердикт',
  dryRun: '(пробный запуск: ничего не записано)',
  why: 'почему',
  pullRequest: 'запрос',
  mergeable: 'сливается',
  noChecks: 'конфликт, и пока он есть, GitHub не запускает здесь процессы (workflow)',
  autoMerge: 'автослияние',
  release: 'релиз',
  to: 'куда',
  at: ({ branch, sha }) => `${branch} на ${sha}`,
  brings: 'несёт',
  extent: ({ commits, files }) =>
    `${counted('ru', commits, ruNouns.commit)}, ${counted('ru', files, ruNouns.file)}`,
  drift: 'отличается от проверенного',
  files: (amount) => counted('ru', amount, ruNouns.file),
  heldBack: 'придержано',
  commits: (amount) => counted('ru', amount, ruNouns.commit),
  conflicting: 'Конфликтующие файлы:',
  asked: 'Чего требуют правила:',
  more: (amount) => `… и ещё ${amount}`,
};

export const summaryWords = { en, ru };
