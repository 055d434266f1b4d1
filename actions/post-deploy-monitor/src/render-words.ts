/** Words of the job summary and the comment, in the languages people read. */
import { duration } from '@release-train/action-kit/text';
import type { actionsTaken, Verdict } from './verdict.ts';

const en = {
  watched: (time: string) => `${time} watched`,
  nothingWatched: 'nothing watched',
  commit: (sha: string) => `commit ${sha}`,
  notJudged: 'not judged',
  head: ['endpoint', 'verdict', 'good', 'bad', 'old revision', 'not attributable', 'p50 / p95'],
  firstBad: (name: string, time: string) => `First bad answer of ${name}, ${time} into the window:`,
  first: {
    bad: (time: string, request: string, seen: string) =>
      `first bad after ${time}: ${request}: ${seen}`,
    old: (time: string, request: string, seen: string) =>
      `first seen after ${time}: ${request}: ${seen}`,
    lost: (time: string, request: string, seen: string) =>
      `first after ${time}: ${request}: ${seen}`,
  },
  /** What an answer was, in the probe's own words. */
  evidence: (reason: string) => reason,
  late: {
    bad: 'late: too many earlier probes were still without an answer',
    old: 'late',
    lost: 'late: the runner stalled and could not start the probe',
  },
  took: (ms: number) => duration(ms),
  run: 'the run',
  whatToDo: 'What to do:',
  revertPull: 'revert pull request',
  rollbackHead: ['service', 'from deployment', 'to commit', 'new deployment', 'verified'],
  yes: 'yes',
  no: '**no**',
  badProbes: (seconds: number) => `Bad probes per ${seconds} s, %`,
  latency: (seconds: number) => `p95 latency per ${seconds} s, ms`,
  time: 'from the start of the window',
  ms: 'ms',
  cutOver: 'cut-over',
  verdicts: {
    healthy: 'healthy',
    degraded: 'degraded',
    failed: 'failed',
    inconclusive: 'inconclusive',
    superseded: 'superseded',
    'not-applicable': 'not applicable',
    'already-judged': 'already judged',
  } satisfies Record<Verdict, string>,
  taken: {
    none: 'nothing was done',
    'rolled-back': 'rolled back',
    'rollback-partial': 'ROLLED BACK IN PART',
    'rollback-refused': 'not rolled back',
    'rollback-failed': 'THE ROLLBACK FAILED',
    'already-acted': 'taken in hand by another run',
    'revert-pr': 'a revert pull request is open',
    'revert-refused': 'no revert pull request',
    'revert-failed': 'the revert pull request failed',
  } satisfies Record<(typeof actionsTaken)[number], string>,
  title: (where: string, commit: string, verdict: string) =>
    `${where}: release ${commit}: ${verdict}`,
  recovered: (where: string, commit: string) => `${where}: release ${commit} is healthy again`,
  reason: 'reason',
  done: 'done',
  probes: 'probes',
  ofProbes: (bad: number, all: number) => `${bad} of ${all} bad`,
};

const ru: typeof en = {
  watched: (time) => `наблюдали ${time}`,
  nothingWatched: 'наблюдения не было',
  commit: (sha) => `коммит ${sha}`,
  notJudged: 'не оценён',
  head: ['адрес', 'вердикт', 'удачно', 'неудачно', 'старая ревизия', 'не в счёт', 'p50 / p95'],
  firstBad: (name, time) => `Первый неудачный ответ ${name}, через ${time} от начала окна:`,
  first: {
    bad: (time, request, seen) => `первая неудача через ${time}: ${request}: ${seen}`,
    old: (time, request, seen) => `впервые через ${time}: ${request}: ${seen}`,
    lost: (time, request, seen) => `первый случай через ${time}: ${request}: ${seen}`,
  },
  evidence: (reason) => `«${reason}»`,
  late: {
    bad: 'проба опоздала: слишком много прежних проб ещё без ответа',
    old: 'проба опоздала',
    lost: 'проба опоздала: раннер замер и не смог её начать',
  },
  took: (ms) => duration(ms, 'ru'),
  run: 'запуск',
  whatToDo: 'Что делать:',
  revertPull: 'pull request с откатом',
  rollbackHead: ['сервис', 'с развёртывания', 'на коммит', 'новое развёртывание', 'проверено'],
  yes: 'да',
  no: '**нет**',
  badProbes: (seconds) => `Неудачные пробы за ${seconds} с, %`,
  latency: (seconds) => `Задержка p95 за ${seconds} с, мс`,
  time: 'от начала окна',
  ms: 'мс',
  cutOver: 'переключение',
  verdicts: {
    healthy: 'здоров',
    degraded: 'хуже, чем нужно',
    failed: 'сломан',
    inconclusive: 'неясно',
    superseded: 'заменён более новым',
    'not-applicable': 'не применимо',
    'already-judged': 'уже оценён',
  },
  taken: {
    none: 'ничего не сделано',
    'rolled-back': 'откатили',
    'rollback-partial': 'ОТКАТИЛИ НЕ ВСЁ',
    'rollback-refused': 'не откатывали',
    'rollback-failed': 'ОТКАТ НЕ УДАЛСЯ',
    'already-acted': 'этим занят другой запуск',
    'revert-pr': 'открыт pull request с откатом',
    'revert-refused': 'pull request с откатом не открыт',
    'revert-failed': 'не удалось открыть pull request с откатом',
  },
  title: (where, commit, verdict) => `${where}: релиз ${commit}: ${verdict}`,
  recovered: (where, commit) => `${where}: релиз ${commit}, снова всё здорово`,
  reason: 'причина',
  done: 'сделано',
  probes: 'пробы',
  ofProbes: (bad, all) => `неудачных ${bad} из ${all}`,
};

export const words = { en, ru };
export type Words = typeof en;
