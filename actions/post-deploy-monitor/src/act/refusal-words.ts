/** Why nothing is done, and what a person should do, in the languages people read. */
import type { Language } from '@release-train/action-kit/language';
import { oneLine } from '@release-train/action-kit/text';
import { quoted, type Texts } from '../said.ts';
import type { Refusals } from './deed.ts';

/** `Sat 03:12`. */
const clock = (language: Language, atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(atMs);

const en: Texts<Refusals> = {
  'not-mendable': ({ reason }) =>
    `"${reason}" is nothing that an earlier release would mend: look at the deployment on Railway`,
  recovered: () => 'it recovered in the meantime: look into the log of that time',
  'failed-before': ({ commit, reason }) =>
    `it is pre-existing: commit ${commit.slice(0, 12)}, which served before, is on record as failed (${reason}) here, so an earlier release would not mend it; look for what both have in common`,
  'bad-before': ({ bad, total, what, name }) =>
    `it is pre-existing: ${bad} of ${total} ${what} of ${quoted(name)} failed before this release served, so an earlier release would not mend it; look for what both have in common`,
  'outside-hours': ({ hours, atMs, zone }) =>
    `it is ${clock('en', atMs, zone)} in ${zone}, outside of input "rollback-hours" (${quoted(hours, 200)}): whoever is on call decides, and rolls back on Railway by hand if it cannot wait`,
  cooldown: ({ minutes }) =>
    `another release was rolled back here ${minutes} min ago (input "cooldown"): what is wrong may not be the release; decide by hand`,
  'paths-unknown': () =>
    'it cannot be told whether the release changed a path of input "guard-paths": compare the commits and decide by hand',
  'guarded-path': ({ path }) =>
    `the release changed ${quoted(path, 200)} (input "guard-paths"), which an earlier release may not bear: mend forward, or roll back by hand if it is safe`,
  'branch-unknown': () =>
    'it is not known which branch the release is on: take it back there by hand',
  'is-revert': () => 'what failed is a revert itself; go on by hand',
  'not-on-branch': ({ base }) =>
    `${oneLine(base)} does not hold it: take it back where it is, by hand`,
  'nothing-before': () => 'there is nothing before it: mend forward',
  'nothing-left': ({ base }) =>
    `${oneLine(base)} holds nothing of it any more: see whether Railway deployed that`,
  'foreign-pull': ({ number, head }) =>
    `pull request #${number} of branch ${oneLine(head)} is somebody else's: see whether it takes the release back, otherwise do it by hand`,
  'foreign-branch': ({ head }) =>
    `branch ${oneLine(head)} is there, and not the tool's own: see whether it takes the release back, otherwise do it by hand`,
  trouble: ({ error, isForbidden }) =>
    isForbidden
      ? `${error}; it needs \`permissions: contents: write\` for the claim that makes it happen once`
      : `${error}; look at the deployments on Railway and roll back there if users suffer`,
};

const ruWhat = { probes: 'проб', requests: 'запросов' } as const;

const ru: Texts<Refusals> = {
  'not-mendable': ({ reason }) =>
    `причину "${reason}" прежний релиз не исправил бы: посмотрите на развёртывание на Railway`,
  recovered: () => 'тем временем всё восстановилось: посмотрите журнал за это время',
  'failed-before': ({ commit, reason }) =>
    `так было и раньше: коммит ${commit.slice(0, 12)}, который действовал до этого, записан здесь как сломанный ("${reason}"), поэтому прежний релиз не поможет; ищите, что у них общего`,
  'bad-before': ({ bad, total, what, name }) =>
    `так было и раньше: до этого релиза неудачных ${ruWhat[what]} ${quoted(name)} было ${bad} из ${total}, поэтому прежний релиз не поможет; ищите, что у них общего`,
  'outside-hours': ({ hours, atMs, zone }) =>
    `сейчас ${clock('ru', atMs, zone)} (${quoted(zone)}), это вне часов из входа "rollback-hours" (${quoted(hours, 200)}): решает дежурный и, если ждать нельзя, откатывает на Railway сам`,
  cooldown: ({ minutes }) =>
    `другой релиз откатили здесь ${minutes} мин назад (вход "cooldown"): возможно, дело не в релизе; решите сами`,
  'paths-unknown': () =>
    'нельзя понять, менял ли релиз пути из входа "guard-paths": сравните коммиты и решите сами',
  'guarded-path': ({ path }) =>
    `релиз изменил ${quoted(path, 200)} (вход "guard-paths"), прежний релиз может с этим не работать: исправьте новым релизом или откатите сами, если это безопасно`,
  'branch-unknown': () => 'неизвестно, на какой ветке этот релиз: отмените его там сами',
  'is-revert': () => 'сломан сам откат; дальше действуйте сами',
  'not-on-branch': ({ base }) =>
    `в ветке ${quoted(base, 200)} его нет: отмените его сами там, где он есть`,
  'nothing-before': () => 'до него ничего не было: исправьте новым релизом',
  'nothing-left': ({ base }) =>
    `в ветке ${quoted(base, 200)} от него уже ничего нет: проверьте, развернул ли это Railway`,
  'foreign-pull': ({ number, head }) =>
    `pull request #${number} ветки ${quoted(head, 200)} создан не этим инструментом: проверьте, отменяет ли он релиз, иначе сделайте это сами`,
  'foreign-branch': ({ head }) =>
    `ветка ${quoted(head, 200)} уже есть и создана не этим инструментом: проверьте, отменяет ли она релиз, иначе сделайте это сами`,
  trouble: ({ error, isForbidden }) =>
    isForbidden
      ? `в ответ пришло «${error}»; для отметки, благодаря которой откат происходит один раз, нужно право \`permissions: contents: write\``
      : `в ответ пришло «${error}»; посмотрите на развёртывания на Railway и, если страдают пользователи, откатите там сами`,
};

export const refusalWords = { en, ru };
