/** What to do about a failed release, and what forbids it. */
import {
  Duration,
  Flag,
  type InputSpec,
  inputType,
  List,
  splitList,
} from '@release-train/action-kit';

const responses = ['observe', 'rollback', 'revert-pr'] as const;

const OnFailure = inputType(
  `a list of ${responses.join(', ')}`,
  (text): (typeof responses)[number][] | undefined => {
    const items = splitList(text);
    const known = responses.filter((response) => items.includes(response));
    return items.length > 0 && known.length === new Set(items).size ? known : undefined;
  },
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
  'dry-run': {
    type: Flag,
    default: 'false',
    description: 'Say what would be done about a failed release, and do not do it.',
  },
} as const satisfies Record<string, InputSpec>;
