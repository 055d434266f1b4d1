/** The words of a report in Russian. Values are Markdown already. */
import { counted } from '@release-train/action-kit/language';
import { duration } from '@release-train/action-kit/text';
import type { Words } from './words-en.ts';

export const ru: Words = {
  title: ({ subject, environment }) => `Отчёт о релизе: ${subject} → ${environment}`,
  complete: '**Полный**: всё, что ожидалось, произошло.',
  incomplete: '**Неполный**: ожидалось, но неизвестно, произошло ли:',
  head: ['Этап', 'Состояние', 'Начало (UTC)', 'Длительность', 'Что было'],
  stages: {
    staging: 'Проверка на staging',
    'pull-request': 'Pull request',
    checks: 'Проверки CI',
    approval: 'Одобрение человеком',
    merge: 'Слияние',
    deploy: 'Развёртывание',
    health: 'Проверка здоровья',
    monitor: 'Наблюдение',
    rollback: 'Откат',
    sync: 'Обратная синхронизация',
  },
  states: {
    ok: 'выполнено',
    failed: '**ошибка**',
    missing: '**отсутствует**',
    unknown: '*неизвестно*',
    running: 'не завершено',
    warning: '**обратите внимание**',
    skipped: 'пропущено',
    none: 'не было',
  },
  more: (amount) => `… и ещё ${amount}`,
  took: (ms) =>
    duration(ms)
      .replace(/(\d)ms/g, '$1\u00a0мс')
      .replace(/(\d)h/g, '$1\u00a0ч')
      .replace(/(\d)m/g, '$1\u00a0мин')
      .replace(/(\d)s/g, '$1\u00a0с'),
  totals: 'Сколько это заняло',
  approvalToProduction: 'Одобрение → рабочая среда',
  pullToProduction: 'Pull request → рабочая среда',
  leadTime: 'Путь самого старого коммита',
  notKnown: 'неизвестно',
  shipped: 'Что выпущено',
  brought: ({ commits, since }) =>
    `${counted('ru', commits, { one: 'коммит', few: 'коммита', many: 'коммитов', other: 'коммита' })}${since ? ` после ${since}` : ' по списку самого pull request'}.`,
  cut: 'Список длиннее, это его начало.',
  tested: 'То ли это, что проверяли?',
  same: 'Да: содержимое выпущенного коммита в точности то, что проверено на staging.',
  asChecked:
    'Не то, что было на staging, но в точности то, что получили проверки pull request: его последний коммит.',
  differs:
    'Нет: в выпущенном коммите есть то, чего не было ни на staging, ни в последнем коммите pull request.',
  testedUnknown: 'Неизвестно.',
  problems: 'Замеченные проблемы',
  done: 'Что сделано',
  timeline: 'Ход релиза',
  evidence: 'Что сказали предыдущие шаги',
  gaps: 'Чего узнать не удалось',
  gap: {
    'bad-token': 'токен не принят',
    'no-permission': 'у токена нет права это читать',
    'not-found': 'этого нет, или токену это не видно',
    'rate-limited': 'лимит запросов исчерпан',
    unreachable: 'сервис не ответил',
    refused: 'в запросе отказано',
    expired: 'GitHub мог это забыть: проверки и статусы хранятся столько же, сколько запуски',
    'out-of-reach': 'список развёртываний Railway не доходит так далеко в прошлое',
    cut: 'этого больше, чем было прочитано',
    'no-railway-token': 'не передан `railway-token`',
    'no-record':
      'это нигде не записано; передайте `evidence` или, для собственной проверки Railway, `railway-token`',
  },
  opened: (by) => `кто открыл: ${by}`,
  noPull: 'этот коммит появился не из pull request',
  noSource: 'нет записи о том, какой коммит staging выпускается',
  counted: ({ ok, failed, running, other }) =>
    [
      `успешно: ${ok}`,
      ...(failed > 0 ? [`с ошибкой: ${failed}`] : []),
      ...(running > 0 ? [`не завершено: ${running}`] : []),
      ...(other > 0 ? [`прочее: ${other}`] : []),
    ].join(', '),
  late: 'только после слияния',
  approved: (by) => `кто: ${by}`,
  approvedByBots: (by) => `бот не человек: ${by}`,
  approvedByOutsiders: (by) => `кто: ${by}; GitHub не называет их участниками`,
  approvedOtherCommit: (by) => `более ранний коммит, кто: ${by}`,
  approvedAfterMerge: (by) => `уже после слияния, кто: ${by}`,
  changesRequested: (by) => `просят изменений: ${by}`,
  merged: ({ by, commit }) => (by ? `кто: ${by}, коммит ${commit}` : `коммит ${commit}`),
  notMerged: 'ещё открыт',
  closed: 'закрыт без слияния',
  replaced: 'работало; его место заняло другое развёртывание',
  skipped: (reason) => (reason ? `Railway пропустил: ${reason}` : 'Railway пропустил'),
  stepFailed: ({ step, error }) => `${step}: ${error}`,
  byRailway: 'собственная проверка Railway',
  fromEvidence: 'по словам предыдущего шага',
  claimed: 'наблюдатель взялся за откат',
  acted: (outcome) => `наблюдатель действовал: ${outcome}`,
  wentBack: (commit) => `возврат к ${commit}`,
  pull: ({ number, state }) =>
    `#${number} ${{ open: 'открыт', merged: 'слит', closed: 'закрыт' }[state]}`,
  sameContent: 'возвращать нечего: на staging было то же самое',
};
