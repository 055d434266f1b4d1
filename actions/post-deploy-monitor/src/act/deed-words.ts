/** What was done about a failed release, in the languages people read. */
import { oneLine } from '@release-train/action-kit/text';
import { explainRollback } from '@release-train/railway/rollback-text';
import { words } from '../render-words.ts';
import { quoted, type Texts, textOf } from '../said.ts';
import type { Deeds, Fates } from './deed.ts';
import { refusalWords } from './refusal-words.ts';

const names = (services: readonly string[]): string =>
  services.map((name) => quoted(name)).join(', ');

const enStates = {
  opened: 'is opened',
  drafted: 'is opened as a draft, because it conflicts',
  open: 'is open',
  merged: 'is merged already',
  closed: 'is closed already',
} as const;

const enRevisions = {
  'not-asked': '',
  proven: ' and show the commit that came back',
  unknown: ', but not all show which commit they are',
} as const;

const en: Texts<Deeds> = {
  'rollback-refused': ({ because }) => `not rolled back: ${textOf(because, refusalWords.en)}`,
  'rollback-rehearsed': ({ services, commit }) =>
    `dry run: would roll back ${names(services)} from commit ${commit.slice(0, 12)}`,
  'nothing-ordered': ({ error }) =>
    `nothing was changed: ${error}; look at the deployments on Railway and roll back there if users suffer`,
  'taken-in-hand': ({ run, taken }) =>
    `this deployment was taken in hand by ${oneLine(run)}${taken ? `: ${words.en.taken[taken]}` : ''}`,
  'claim-unreadable': () =>
    'the claim on this deployment cannot be read: look at it, and roll back by hand',
  'answers-well': ({ revision }) => `the endpoints answer well${enRevisions[revision]}`,
  'cut-off': () =>
    'the job was cancelled before the endpoints were asked: look whether they answer',
  'shows-other': ({ endpoint, shown }) =>
    `but ${quoted(endpoint)} shows revision ${quoted(shown)}, none that came back; look at the deployments on Railway now`,
  'still-fails': ({ endpoint, problem }) =>
    `but ${quoted(endpoint)} still fails: ${oneLine(problem)}; the release may not be what is wrong, look at it now`,
  'revert-refused': ({ because }) => `no revert pull request: ${textOf(because, refusalWords.en)}`,
  'revert-failed': ({ error, isForbidden }) =>
    `no revert pull request: ${error}; ${isForbidden ? 'it needs `permissions: contents: write, pull-requests: write`' : 'take the release back by hand'}`,
  'revert-opened': ({ number, url, state }) =>
    `revert pull request #${number} ${enStates[state]}: ${url}`,
  'revert-rehearsed': ({ conflicts }) =>
    `dry run: would open a revert pull request of ${conflicts > 0 ? `a draft (${conflicts} files conflict)` : 'one commit'}`,
};

const ruStates = {
  opened: 'открыт',
  drafted: 'открыт как черновик, потому что есть конфликт',
  open: 'уже открыт',
  merged: 'уже влит',
  closed: 'уже закрыт',
} as const;

const ruRevisions = {
  'not-asked': '',
  proven: ' и показывают вернувшийся коммит',
  unknown: ', но не все показывают, какой это коммит',
} as const;

const ru: Texts<Deeds> = {
  'rollback-refused': ({ because }) => `не откатывали: ${textOf(because, refusalWords.ru)}`,
  'rollback-rehearsed': ({ services, commit }) =>
    `пробный запуск: откатили бы ${names(services)} с коммита ${commit.slice(0, 12)}`,
  'nothing-ordered': ({ error }) =>
    `ничего не изменено, в ответ пришло «${error}»; посмотрите на развёртывания на Railway и, если страдают пользователи, откатите там сами`,
  'taken-in-hand': ({ run, taken }) =>
    `этим развёртыванием занялся запуск ${oneLine(run)}${taken ? `: ${words.ru.taken[taken]}` : ''}`,
  'claim-unreadable': () =>
    'отметку об этом развёртывании не удаётся прочитать: посмотрите на него и откатите сами',
  'answers-well': ({ revision }) => `адреса отвечают хорошо${ruRevisions[revision]}`,
  'cut-off': () => 'задание отменили раньше, чем спросили адреса: проверьте, отвечают ли они',
  'shows-other': ({ endpoint, shown }) =>
    `но ${quoted(endpoint)} показывает ревизию ${quoted(shown)}, а вернуть должны были другую; посмотрите на развёртывания на Railway сейчас`,
  'still-fails': ({ endpoint, problem }) =>
    `но ${quoted(endpoint)} по-прежнему отвечает плохо: «${oneLine(problem)}»; возможно, дело не в релизе, посмотрите сейчас`,
  'revert-refused': ({ because }) =>
    `pull request с откатом не открыт: ${textOf(because, refusalWords.ru)}`,
  'revert-failed': ({ error, isForbidden }) =>
    `pull request с откатом не открыт, в ответ пришло «${error}»; ${isForbidden ? 'нужны права `permissions: contents: write, pull-requests: write`' : 'отмените релиз сами'}`,
  'revert-opened': ({ number, url, state }) =>
    `pull request #${number} с откатом ${ruStates[state]}: ${url}`,
  'revert-rehearsed': ({ conflicts }) =>
    `пробный запуск: открыли бы pull request с откатом, ${conflicts > 0 ? `черновик (файлов с конфликтом: ${conflicts})` : 'один коммит'}`,
};

export const deedWords = { en, ru };

const enFates: Texts<Fates> = {
  result: ({ result }) => explainRollback(result, 'en'),
  adopted: ({ service, commit, deployment, status, isVerified }) =>
    `service ${quoted(service)} was rolled back before to commit ${commit.slice(0, 7)} by deployment ${deployment}${isVerified ? '' : `, which is ${oneLine(status, 60)}; look at it on Railway now`}`,
};

const ruFates: Texts<Fates> = {
  result: ({ result }) => explainRollback(result, 'ru'),
  adopted: ({ service, commit, deployment, status, isVerified }) =>
    `сервис ${quoted(service)} уже откатили на коммит ${commit.slice(0, 7)} развёртыванием ${deployment}${isVerified ? '' : `, и оно в состоянии ${oneLine(status, 60)}; посмотрите на него на Railway сейчас`}`,
};

export const fateWords = { en: enFates, ru: ruFates };
