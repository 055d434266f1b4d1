/** What became of a rollback, in the languages people read. Names are quoted and safe. */
import type { RollbackRefusal } from './rollback.ts';

interface Ordered {
  readonly name: string;
  readonly to: string;
}

const en = {
  commit: (sha: string) => `commit ${sha}`,
  deployment: (id: string) => `deployment ${id}`,
  itsDeployment: 'its deployment',
  rolledBack: ({ name, to, id }: Ordered & { readonly id: string }) =>
    `service "${name}" is rolled back to ${to} by deployment ${id}`,
  refused: (name: string, because: string) => `service "${name}" was not rolled back: ${because}`,
  failed: (name: string, error: string) =>
    `service "${name}" was not rolled back, and nothing was changed: ${error}`,
  unproven: ({ name, to, problem }: Ordered & { readonly problem: string }) =>
    `service "${name}": the rollback to ${to} was ordered, but ${problem}; look at it on Railway now`,
  error: (error: string) => ` (${error})`,
  notSeen: 'no deployment of it was seen',
  ended: (what: string, status: string) => `${what} ended as ${status}`,
  crashed: (what: string) => `${what} crashed`,
  replaced: (what: string) => `${what} was replaced by another`,
  timedOut: (what: string, status: string) => `${what} was still ${status} when the time was up`,
  refusals: {
    'bad-not-active':
      'the deployment judged bad does not serve any more; somebody deployed since, so look at what serves now',
    'newer-under-way':
      'a newer deployment is under way, which a rollback would throw away; wait for it, it has a watch of its own',
    'is-rollback':
      'what serves came from a rollback itself; look for what both releases have in common, going further back is for people',
    'no-candidate':
      'no earlier deployment is known to have been healthy; choose one on Railway and roll back there',
    'target-elsewhere':
      'the deployment asked for is not one of this service and environment; choose one on Railway',
    'not-restorable':
      'Railway keeps no image of an earlier deployment; redeploy an earlier commit instead',
    'same-image':
      'the deployment asked for has the image that serves now; choose an earlier one on Railway',
    'incomplete-set':
      'another service of the set cannot be rolled back, and half a rollback is none; see what stands in its way',
  } satisfies Record<RollbackRefusal, string>,
};

const ru: typeof en = {
  commit: (sha) => `коммит ${sha}`,
  deployment: (id) => `развёртывание ${id}`,
  itsDeployment: 'его развёртывание',
  rolledBack: ({ name, to, id }) => `сервис "${name}" откатили на ${to} развёртыванием ${id}`,
  refused: (name, because) => `сервис "${name}" не откатывали: ${because}`,
  failed: (name, error) =>
    `сервис "${name}" не откатывали, ничего не изменилось; ответ Railway: «${error}»`,
  unproven: ({ name, to, problem }) =>
    `сервис "${name}": откат на ${to} заказан, но ${problem}; посмотрите на него на Railway сейчас`,
  error: (error) => `; ответ Railway: «${error}»`,
  notSeen: 'его развёртывание не появилось',
  ended: (what, status) => `${what} в итоге в состоянии ${status}`,
  crashed: (what) => `${what} упало`,
  replaced: (what) => `${what} заменено другим`,
  timedOut: (what, status) => `${what} и к концу отведённого времени было в состоянии ${status}`,
  refusals: {
    'bad-not-active':
      'сломанное развёртывание уже не обслуживает запросы, кто-то развернул другое; посмотрите, что действует сейчас',
    'newer-under-way':
      'идёт более новое развёртывание, откат отменил бы его; дождитесь его, за ним наблюдают отдельно',
    'is-rollback':
      'то, что действует, само появилось из отката; ищите, что у обоих релизов общего, дальше назад решают люди',
    'no-candidate':
      'ни об одном прежнем развёртывании не известно, что оно было здоровым; выберите его на Railway и откатите там',
    'target-elsewhere':
      'выбранное развёртывание не из этого сервиса и окружения; выберите другое на Railway',
    'not-restorable':
      'Railway не хранит образа прежних развёртываний; разверните более ранний коммит заново',
    'same-image':
      'у выбранного развёртывания тот же образ, что действует сейчас; выберите на Railway более раннее',
    'incomplete-set':
      'другой сервис набора откатить нельзя, а откат наполовину не откат; посмотрите, что ему мешает',
  },
};

export const rollbackWords = { en, ru };
