/** What became of auto-merge, for logs (English) and summaries. */
import type { Language } from '@release-train/action-kit/language';
import { forMarkdown } from '@release-train/action-kit/text';
import type { AutoMerging } from './auto-merge.ts';

const en = {
  off: 'off',
  armed: (method: string) =>
    `armed: GitHub merges it by ${method} once all that is required is there`,
  armedByPerson: 'armed by a person, and left alone',
  merged: (method: string) => `merged by ${method}: everything required was there`,
  queued: 'handed to the merge queue',
  withdrawn: 'switched off on the pull request, and left so: switch it on there again',
  notReady: 'waiting: a draft, or one in conflict, is not merged',
  unvouched:
    'waiting: nothing is required on the base branch, and no check has passed on this commit yet; the next run looks again',
  unstable: 'waiting: a check on this commit is running or has failed; the next run looks again',
  blocked: 'waiting: a rule of the base branch is in the way',
  notAllowed:
    'refused: the repository does not offer it, and a rule is still waiting; switch on Settings → General → Allow auto-merge',
  method: (method: string) =>
    `refused: settings or rules do not allow ${method}; choose another method, or allow this one in both`,
  refused: (reason: string) => `refused by GitHub: ${reason}`,
};

const ru: typeof en = {
  off: 'выключено',
  armed: (method) => `включено: GitHub сольёт его (${method}), когда всё требуемое будет на месте`,
  armedByPerson: 'включено человеком, не тронуто',
  merged: (method) => `слито (${method}): всё требуемое было на месте`,
  queued: 'передано в очередь слияния',
  withdrawn: 'выключено на самом pull request, так и оставлено: включите его там снова',
  notReady: 'ждёт: черновик или pull request с конфликтом не сливается',
  unvouched:
    'ждёт: ветка ничего не требует, а на этом коммите ещё не прошла ни одна проверка; следующий запуск посмотрит снова',
  unstable:
    'ждёт: проверка на этом коммите ещё идёт или не прошла; следующий запуск посмотрит снова',
  blocked: 'ждёт: мешает правило целевой ветки',
  notAllowed:
    'отказ: в репозитории это выключено, а правило ещё не выполнено; включите Settings → General → Allow auto-merge',
  method: (method) =>
    `отказ: настройки или правила не допускают ${method}; выберите другой способ или разрешите этот в обоих местах`,
  refused: (reason) => `GitHub отказал: ${reason}`,
};

export const autoMergeWords = { en, ru };

/** Markdown that is also fit for a log. */
export function renderAutoMerge(
  { state, why, method, reason = '' }: AutoMerging,
  language: Language,
): string {
  const words = autoMergeWords[language];
  switch (why) {
    case 'by-person':
      return words.armedByPerson;
    case 'not-ready':
      return words.notReady;
    case 'not-allowed':
      return words.notAllowed;
    case 'method':
      return words.method(method);
    case 'refused':
      return words.refused(forMarkdown(reason));
    case 'unvouched':
    case 'unstable':
    case 'blocked':
      return words[why];
    case undefined:
      return renderState({ state, method }, language);
    default:
      return why satisfies never;
  }
}

function renderState(
  { state, method }: Pick<AutoMerging, 'state' | 'method'>,
  language: Language,
): string {
  const words = autoMergeWords[language];
  switch (state) {
    case 'armed':
    case 'merged':
      return words[state](method);
    case 'off':
    case 'queued':
    case 'withdrawn':
      return words[state];
    // These never come without a reason.
    case 'waiting':
      return words.blocked;
    case 'refused':
      return words.refused('');
    default:
      return state satisfies never;
  }
}
