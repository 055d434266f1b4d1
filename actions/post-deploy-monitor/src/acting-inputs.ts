/** What to do about a failed release, and what forbids it. */
import {
  Duration,
  Flag,
  type InputSpec,
  inputType,
  List,
  splitList,
} from '@release-train/action-kit';
import { parseRollbackHours } from './act/rollback-hours.ts';

const responses = ['observe', 'rollback', 'revert-pr'] as const;

const OnFailure = inputType(
  `a list of ${responses.join(', ')}`,
  (text): (typeof responses)[number][] | undefined => {
    const items = splitList(text);
    const known = responses.filter((response) => items.includes(response));
    return items.length > 0 && known.length === new Set(items).size ? known : undefined;
  },
);

const RollbackHours = inputType(
  'days, times and a time zone such as Mon-Fri 08:00-18:00 Europe/Berlin, one span per line',
  parseRollbackHours,
);

export const actingInputs = {
  'on-failure': {
    type: OnFailure,
    default: 'observe',
    description:
      'What to do about a `failed` release. `rollback`: bring back the last good deployment of every service on Railway, at most once. `revert-pr`: open a pull request that takes the release back on its branch; nobody merges it but you.',
  },
  'guard-paths': {
    type: List,
    description:
      'Globs such as db/migrations/**. A release that changed one of these since what would be brought back is never rolled back.',
  },
  'require-known-good': {
    type: Flag,
    default: 'true',
    description: 'Roll back only to a commit that was on record as healthy here.',
  },
  cooldown: {
    type: Duration,
    default: '60m',
    description: 'After a rollback in the environment, how long no other release is rolled back.',
  },
  'rollback-hours': {
    type: RollbackHours,
    description:
      'When a release may be rolled back, by the clocks of a time zone (UTC without one): such as `Mon-Fri 08:00-18:00 Europe/Berlin`. At other times the verdict stands, people are told, and decide. Empty: always.',
  },
  'dry-run': {
    type: Flag,
    default: 'false',
    description: 'Say what would be done about a failed release, and do not do it.',
  },
} as const satisfies Record<string, InputSpec>;
