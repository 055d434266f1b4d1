/** Check runs made by apps; the suite they share per commit tells of its end. */
import type { Actor } from '../../ports.ts';
import { timestamp } from '../model.ts';
import { appSuiteJson } from '../payloads/check-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import type { AppCheck } from '../reports.ts';
import { commonPayload, defaultBranchTip } from './events.ts';

export function createAppCheck(
  { world, repository }: Place,
  actor: Actor,
  wanted: Pick<AppCheck, 'name' | 'headSha' | 'externalId' | 'detailsUrl'>,
): AppCheck {
  const app = actor.login.replace(/\[bot\]$/, '');
  const known = [...repository.appChecks.values()].find(
    (each) => each.app === app && each.headSha === wanted.headSha,
  );
  const check: AppCheck = {
    ...wanted,
    id: world.nextId(),
    suiteId: known?.suiteId ?? world.nextId(),
    app,
    startedAt: timestamp(),
    completedAt: null,
    status: 'queued',
    conclusion: null,
    output: { title: null, summary: null, text: null },
  };
  repository.appChecks.set(check.id, check);
  return check;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite */
export function completeAppCheck(
  place: Place,
  actor: Actor,
  { check, conclusion }: { check: AppCheck; conclusion: string },
): void {
  const { world, repository } = place;
  Object.assign(check, { status: 'completed', conclusion, completedAt: timestamp() });
  const suite = suiteOf(place, check);
  if (suite.some(({ status }) => status !== 'completed')) return;
  const payload = {
    action: 'completed',
    check_suite: appSuiteJson(place, suite),
    ...commonPayload(place, actor),
  };
  const about = { action: 'completed', repository: repository.fullName, actor };
  world.emit({ name: 'check_suite', ...about, ...defaultBranchTip(place), payload });
}

export const suiteOf = ({ repository }: Place, { suiteId }: AppCheck): AppCheck[] =>
  [...repository.appChecks.values()].filter((each) => each.suiteId === suiteId);
