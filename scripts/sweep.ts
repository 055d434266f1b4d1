/**
 * Every action in every situation, disturbed at every request in every way: `pnpm sweep [name…]`.
 * Names pick subjects by a part of their name, `--kills` or `--faults` one kind, `--writes` the
 * requests that change something. Ends red where a state differs.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { everyHarm, type SeenRequest } from '../packages/sandbox/src/faults/index.ts';
import { isInSandboxTime, startInSandboxTime } from '../packages/sandbox/src/in-sandbox-time.ts';
import {
  type Disturbance,
  isWrite,
  type SweepSubject,
  sweep,
  type Trial,
} from '../packages/testing/src/sweep.ts';
import { rollingBack } from '../packages/testing/src/sweep-acting.ts';
import {
  healthCheck,
  postDeployMonitor,
  railwayWaitDeploy,
} from '../packages/testing/src/sweep-reading.ts';
import {
  createReleasePr,
  releaseReport,
  syncStaging,
} from '../packages/testing/src/sweep-writing.ts';

interface Entry {
  readonly name: string;
  readonly subject: SweepSubject;
  readonly at?: (request: SeenRequest) => boolean;
  /** Its world and its bundle share a clock that runs fast. */
  readonly inSandboxTime?: true;
}

const entries: readonly Entry[] = [
  ...named('create-release-pr', createReleasePr),
  ...named('sync-staging', syncStaging),
  { name: 'release-report', subject: releaseReport },
  { name: 'railway-wait-deploy', subject: railwayWaitDeploy },
  { name: 'health-check', subject: healthCheck },
  // Hundreds of like requests: some of them stand for all.
  { name: 'post-deploy-monitor', subject: postDeployMonitor, at: ({ n }) => n % 60 === 2 },
  { name: 'post-deploy-monitor: rolling back', subject: rollingBack, inSandboxTime: true },
];

const kills: readonly Disturbance[] = [
  { kind: 'kill', effect: 'none' },
  { kind: 'kill', effect: 'done' },
];
const harms: readonly Disturbance[] = Object.entries(everyHarm).map(([name, harm]) => ({
  kind: 'harm',
  name,
  harm,
}));

const { values: only, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'boolean', default: false },
    faults: { type: 'boolean', default: false },
    writes: { type: 'boolean', default: false },
  },
});
const both = only.kills === only.faults;
const chosen = entries.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
if (chosen.length === 0) {
  console.error(`nothing to sweep is named "${wanted.join('", "')}": there is`);
  for (const { name } of entries) console.error(`- ${name}`);
  process.exit(2);
}
const rows: string[] = [];
const failures: Trial[] = [];
for (const entry of chosen) {
  if (entry.inSandboxTime && !isInSandboxTime()) {
    const codes = await once(apart(entry), 'close');
    process.exitCode ||= Number(codes[0] ?? 1);
    continue;
  }
  for (const [kind, disturbances] of disturbancesOf(entry))
    await sweepOne(entry, kind, disturbances);
}
if (rows.length > 0) {
  console.log(
    [
      '| action | faults | requests | runs | same final state |',
      '|---|---|--:|--:|---|',
      ...rows,
    ].join('\n'),
  );
}
process.exitCode ||= failures.length === 0 ? 0 : 1;

/** The same command for one subject, in a process whose clock runs fast. */
function apart({ name }: Entry): ChildProcess {
  const module = import.meta.filename;
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
  return startInSandboxTime({ module, args: [...flags, name], speed: 20, stdio: 'inherit' });
}

function named(action: string, situations: Readonly<Record<string, SweepSubject>>): Entry[] {
  return Object.entries(situations).map(([name, subject]) => ({
    name: `${action}: ${name}`,
    subject,
  }));
}

/** Killing what only reads proves nothing: the next run starts from nothing. */
function disturbancesOf({
  subject,
}: Entry): readonly (readonly [string, readonly Disturbance[]])[] {
  return [
    ...(subject.again && (both || only.kills) ? [['kills', kills] as const] : []),
    ...(both || only.faults ? [['faults', harms] as const] : []),
  ];
}

async function sweepOne(
  { name, subject, at }: Entry,
  kind: string,
  disturbances: readonly Disturbance[],
): Promise<void> {
  const { requests, trials } = await sweep(subject, {
    disturbances,
    // What watches rates and times wants the machine for itself.
    atOnce: subject.again ? availableParallelism() : 1,
    at: (request) => (at?.(request) ?? true) && (!only.writes || isWrite(request)),
    onTrial: (trial) => {
      const bad = !trial.struck || !trial.same;
      process.stderr.write(bad ? 'x' : '.');
      if (bad) report(name, trial);
    },
  });
  process.stderr.write('\n');
  const same = trials.filter((trial) => trial.struck && trial.same).length;
  const verdict = same === trials.length ? 'yes' : `no: ${trials.length - same} differ`;
  rows.push(`| ${name} | ${kind} | ${requests.length} | ${trials.length} | ${verdict} |`);
}

function report(name: string, trial: Trial): void {
  failures.push(trial);
  const { n, method, path } = trial.request;
  console.error(`\n${name}: ${trial.disturbance} at request ${n} (${method} ${path})`);
  console.error(trial.struck ? `ended with ${trial.exitCodes}` : 'the fault never struck');
  console.error(JSON.stringify(trial.state, null, 1));
  console.error(trial.stdout);
}
