/** Habits of Railway that can be switched off; all of its habits stand in docs/sandbox.md. */
import { choose, isOfRailway, type Switch } from '../habits/choose.ts';

const DOCS = 'https://docs.railway.com';
const GATES = 'railway/tests/gates.adapter.test.ts';

export const RAILWAY_SWITCHES = {
  'railway-old-one-serves': {
    does: 'the old container serves until the new one is healthy',
    source: `${DOCS}/deployments/healthchecks`,
    test: [
      'railway/tests/deploys.adapter.test.ts',
      'keeps the old container serving until the new one is healthy, then only the new one',
    ],
  },
  'railway-newest-wins': {
    does: 'a newer push removes the unfinished deployment, which has no `imageDigest`',
    source: `${DOCS}/deployments/deployment-actions`,
    test: [GATES, 'removes an unfinished deployment when a newer push overtakes it'],
  },
  'railway-waits-for-ci': {
    does: "Wait for CI judges GitHub Actions' check suites: one failed skips, a cancelled one only without a good one",
    source: 'https://github.com/railwayapp/docs/pull/1351',
    test: [GATES, 'skips when a check suite failed'],
  },
  'railway-watch-paths': {
    does: 'watch paths are compared with the last deployed commit; SKIPPED has a reason and a commit',
    source: 'https://github.com/koala73/worldmonitor/issues/6142',
    test: [GATES, 'skips what touches no watched file since the last deployed commit'],
  },
  'railway-rate-limits': {
    does: '1000 requests an hour, with headers; 429 and `Retry-After`',
    source: `${DOCS}/integrations/api#rate-limits`,
    test: [
      'railway/tests/api.adapter.test.ts',
      'answers 429 with Retry-After when the hourly quota is used up',
    ],
  },
  'railway-lists-are-loose': {
    does: 'lists are newest first only by and large',
    source: `${DOCS}/integrations/api`,
    test: [
      'railway/api/relay.test.ts',
      'lists newest first only by and large, the same way each time',
    ],
  },
} as const satisfies Record<string, Switch>;

type Name = keyof typeof RAILWAY_SWITCHES;
export type RailwayHabits = Readonly<Record<Name, boolean>>;

export const chooseRailwayHabits = (
  wishes: Partial<RailwayHabits>,
  without: string | undefined,
): RailwayHabits =>
  choose<Name>({ switches: RAILWAY_SWITCHES, wishes, without, isOurs: isOfRailway });
