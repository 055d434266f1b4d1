/** Why a run came to its verdict without a watch, in the languages people read. */
import { oneLine } from '@release-train/action-kit/text';
import { quoted, type Texts, textOf } from './said.ts';
import type { Waiting, Waits, Whys } from './why.ts';

const enWaits: Texts<Waits> = {
  'no-record': ({ service }) => `service ${quoted(service)} has no deployment of the commit yet`,
  'in-status': ({ service, status }) => `service ${quoted(service)} is ${oneLine(status, 60)}`,
  unanswered: () => 'Railway did not answer',
};

const ruWaits: Texts<Waits> = {
  'no-record': ({ service }) => `у сервиса ${quoted(service)} ещё нет развёртывания этого коммита`,
  'in-status': ({ service, status }) =>
    `сервис ${quoted(service)} в состоянии ${oneLine(status, 60)}`,
  unanswered: () => 'Railway не ответил',
};

const all = (on: readonly Waiting[], texts: Texts<Waits>): string =>
  on.map((one) => textOf(one, texts)).join(', ');

const en: Texts<Whys> = {
  'nothing-changed': () => 'no service has files that the commit changed',
  replaced: ({ service }) =>
    `service ${quoted(service)} was already replaced by a newer deployment`,
  'deploy-failed': ({ service }) => `the deployment of service ${quoted(service)} failed`,
  removed: ({ service }) =>
    `the deployment of service ${quoted(service)} was removed and nothing replaced it`,
  'never-deployed': ({ service }) => `service ${quoted(service)} has no deployment of the commit`,
  skipped: ({ service, reason }) =>
    `Railway skipped service ${quoted(service)}: ${quoted(reason, 200)}`,
  'waits-for-us': ({ service }) =>
    `service ${quoted(service)} waits for CI, and so for this very workflow run, which waits for the deployment`,
  'out-of-time': ({ on }) => `the time to wait is over: ${all(on, enWaits)}`,
  cancelled: ({ on }) => `cancelled while waiting: ${all(on, enWaits)}`,
  'nothing-serves': () => 'nothing serves that was deployed from a commit',
  'railway-unanswered': () => 'Railway did not answer; the next run of the schedule asks again',
  'workflow-ended': ({ name, conclusion }) =>
    `${name === '' ? 'the workflow' : `workflow ${quoted(name)}`} ended as ${quoted(conclusion)}`,
  'deployment-state': ({ state }) => `the deployment is in state ${quoted(state)}`,
  'judged-before': ({ verdict }) => `this deployment was judged before: ${verdict}`,
  'being-watched': () => 'another run watches this deployment',
  'rollback-resumed': () => 'a run before this one was cut off while it rolled back',
};

const ru: Texts<Whys> = {
  'nothing-changed': () => 'коммит не менял файлов ни одного сервиса',
  replaced: ({ service }) => `сервис ${quoted(service)} уже заменён более новым развёртыванием`,
  'deploy-failed': ({ service }) => `развёртывание сервиса ${quoted(service)} не удалось`,
  removed: ({ service }) =>
    `развёртывание сервиса ${quoted(service)} удалено, и ничто его не заменило`,
  'never-deployed': ({ service }) => `у сервиса ${quoted(service)} нет развёртывания этого коммита`,
  skipped: ({ service, reason }) =>
    `Railway пропустил сервис ${quoted(service)}: «${oneLine(reason, 200)}»`,
  'waits-for-us': ({ service }) =>
    `сервис ${quoted(service)} ждёт CI, а значит и этого самого запуска, который ждёт развёртывания`,
  'out-of-time': ({ on }) => `время ожидания вышло: ${all(on, ruWaits)}`,
  cancelled: ({ on }) => `отменено во время ожидания: ${all(on, ruWaits)}`,
  'nothing-serves': () => 'ничто из того, что действует, не развёрнуто из коммита',
  'railway-unanswered': () => 'Railway не ответил; следующий запуск по расписанию спросит снова',
  'workflow-ended': ({ name, conclusion }) =>
    `workflow ${name === '' ? '' : `${quoted(name)} `}завершился как ${quoted(conclusion)}`,
  'deployment-state': ({ state }) => `развёртывание в состоянии ${quoted(state)}`,
  'judged-before': ({ verdict }) => `это развёртывание уже оценено: ${quoted(verdict)}`,
  'being-watched': () => 'за этим развёртыванием уже следит другой запуск',
  'rollback-resumed': () => 'прежний запуск оборвался посреди отката',
};

export const whyWords = { en, ru };
export const waitingWords = { en: enWaits, ru: ruWaits };
