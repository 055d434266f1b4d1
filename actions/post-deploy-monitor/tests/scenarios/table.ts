/** All scenarios, what came of one, and the table of it. */
import { isDeepStrictEqual } from 'node:util';
import { readInSandboxTime } from '@release-train/sandbox/in-sandbox-time';
import { actingScenarios } from './acting-scenarios.ts';
import { endpointScenarios } from './endpoint-scenarios.ts';
import { railwayScenarios } from './railway-scenarios.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  ...endpointScenarios,
  ...railwayScenarios,
  ...actingScenarios,
];

/** What a scenario printed. */
export type Printed = Awaited<ReturnType<typeof readInSandboxTime>>;

/** Plays a scenario in a process of its own, a probe each 50 ms. @throws where it breaks off */
export function playApart({ name }: Scenario): Promise<Printed> {
  const module = new URL('./play.ts', import.meta.url).pathname;
  return readInSandboxTime({ module, args: [name], speed: 20 });
}

/** What is not as stated, in words; nothing: all is. */
export function differences({ expected }: Scenario, got: Printed): readonly string[] {
  const wanted = { action: 'none', also: undefined, ...expected };
  return Object.entries(wanted)
    .filter(([what, value]) => !isDeepStrictEqual(value, got[what]))
    .map(([what, value]) => {
      return `${what}: stated ${JSON.stringify(value)}, got ${JSON.stringify(got[what])}`;
    });
}

/** What users may rely on, for the README. */
export const statedTable = (): string =>
  [
    '| when | verdict | done | step |',
    '| --- | --- | --- | --- |',
    ...scenarios.map(({ situation, expected }) => {
      const { verdict, reason, action = 'none', exitCode } = expected;
      const step = exitCode === 0 ? 'green' : 'red';
      return `| ${situation} | \`${verdict}\` (\`${reason}\`) | \`${action}\` | ${step} |`;
    }),
  ].join('\n');

export const head = [
  '| when | stated | got | seconds | bad probes | done | exit code | as stated |',
  '|---|---|---|--:|--:|---|--:|---|',
];

export function row(scenario: Scenario, got: Printed): string {
  const { verdict, reason } = scenario.expected;
  const cells = [
    scenario.situation,
    `${verdict} (${reason})`,
    `${got['verdict']} (${got['reason']})`,
    typeof got['seconds'] === 'number' ? Math.round(got['seconds']) : '',
    `${got['bad']} of ${got['probes']}`,
    got['action'],
    got['exitCode'],
    differences(scenario, got).length === 0 ? 'yes' : '**no**',
  ];
  return `| ${cells.join(' | ')} |`;
}
