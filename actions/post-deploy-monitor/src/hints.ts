import type { Language } from '@release-train/action-kit/language';
import type { Reason } from './verdict.ts';

const en: Readonly<Record<Reason, string>> = {
  clean: '',
  errors: 'See the first bad answer above and the log of the application since the deploy.',
  'errors-recovered':
    'It is over, but users saw it: look into the log of the application at that time.',
  'old-revision':
    'The deploy is not complete: check that the deployment is live on every replica, or raise input "grace" if the cut-over takes longer.',
  'old-revision-gone': 'The cut-over took longer than input "grace": raise it if that is normal.',
  latency: 'Raise input "max-latency-p95" if this is acceptable.',
  'not-attributable':
    'Check the network of the runner, the control address, and whether the application limits the rate of probes.',
  'too-few-outcomes': 'Lengthen input "window" or shorten input "interval".',
  'revision-unproven':
    'Unknown is not new: check that every answer shows its revision as input "revision-from" says.',
  'error-rate-unclear': 'Lengthen input "window", so that more probes decide.',
  cancelled: 'The job was cancelled: nothing is proven.',
  crashed:
    'See the log of that service since the deploy: Railway starts a process again up to 10 times before it calls it crashed.',
  'crash-recovered': 'The service runs again: look into its log at that time.',
  'traffic-errors':
    'Real requests fail more often than they did before the deploy: look for the paths in the HTTP log of the deployment on Railway.',
  'traffic-stopped':
    'People came all the time before the deploy and come no more, without an error that tells why: see whether they reach the application (domains, routes, the page itself), and run the job again.',
  'log-errors':
    'The deployment writes lines of input "log-error-pattern" more often than the one before: see them in its log, or name those that are fine in "log-ignore-pattern".',
  removed: 'Somebody or something removed the deployment on Railway: deploy the commit again.',
  'deploy-failed': 'See the build and deploy log on Railway; the release before it still serves.',
  superseded: 'The newer deployment has a watch of its own.',
  'not-deployed':
    'Check that pushes deploy on Railway (service settings, Source), input "services" and input "commit"; with "Wait for CI" start this workflow by deployment_status.',
  'railway-unseen':
    'Railway did not show these deployments alone and active before and after the window: look at the environment, and run the job again.',
  'being-watched': '',
  'rollback-resumed':
    'A run before this one was cut off while it rolled back: see what was done above.',
  unchanged: '',
  'nothing-deployed': '',
};

const ru: typeof en = {
  clean: '',
  errors: 'Смотрите первый неудачный ответ и журнал приложения с момента развёртывания.',
  'errors-recovered':
    'Всё прошло, но пользователи это видели: посмотрите журнал приложения за это время.',
  'old-revision':
    'Развёртывание не закончено: проверьте, что оно работает на каждой реплике, или увеличьте "grace", если переключение длится дольше.',
  'old-revision-gone':
    'Переключение длилось дольше, чем "grace": увеличьте его, если так и должно быть.',
  latency: 'Увеличьте "max-latency-p95", если это приемлемо.',
  'not-attributable':
    'Проверьте сеть раннера, контрольный адрес и не ограничивает ли приложение частоту проб.',
  'too-few-outcomes': 'Увеличьте "window" или уменьшите "interval".',
  'revision-unproven':
    'Неизвестное не значит новое: проверьте, что каждый ответ показывает ревизию так, как сказано в "revision-from".',
  'error-rate-unclear': 'Увеличьте "window", чтобы проб было больше.',
  cancelled: 'Задание отменено: ничего не доказано.',
  crashed:
    'Смотрите журнал этого сервиса с момента развёртывания: Railway запускает процесс заново до 10 раз, прежде чем признать его упавшим.',
  'crash-recovered': 'Сервис снова работает: посмотрите его журнал за это время.',
  'traffic-errors':
    'Настоящие запросы падают чаще, чем до развёртывания: найдите пути в журнале HTTP этого развёртывания на Railway.',
  'traffic-stopped':
    'До развёртывания люди заходили всё время, теперь никто, и ошибок не видно: проверьте, доходят ли они до приложения (домены, маршруты, сама страница), и запустите задание снова.',
  'log-errors':
    'Строк, подходящих под "log-error-pattern", больше, чем у прежнего развёртывания: посмотрите журнал или назовите допустимые в "log-ignore-pattern".',
  removed: 'Развёртывание на Railway удалили: разверните коммит снова.',
  'deploy-failed':
    'Смотрите журнал сборки и развёртывания на Railway; прежний релиз всё ещё работает.',
  superseded: 'За более новым развёртыванием наблюдают отдельно.',
  'not-deployed':
    'Проверьте, что push запускает развёртывание на Railway (настройки сервиса, Source), и входы "services" и "commit"; с "Wait for CI" запускайте этот workflow по deployment_status.',
  'railway-unseen':
    'Railway не показал, что до окна и после него действовали только эти развёртывания: посмотрите окружение и запустите задание снова.',
  'being-watched': '',
  'rollback-resumed': 'Прежний запуск оборвался посреди отката: смотрите выше, что сделано.',
  unchanged: '',
  'nothing-deployed': '',
};

/** What to do about a reason, for people. */
export const hints: Readonly<Record<Language, typeof en>> = { en, ru };
