/** One situation, and what the monitor has to say in it. To be played in a process in sandbox time. */
import { CLOCK_VARIABLE } from '@release-train/sandbox/clock';
import { type BundleRun, runBundle } from '@release-train/testing/run-bundle';

export interface Scenario {
  /** What it is called by on the command line. */
  readonly name: string;
  /** For people who want to know what the monitor says when… */
  readonly situation: string;
  readonly expected: Expected;
  readonly play: () => Promise<Played>;
}

export interface Expected {
  readonly verdict: string;
  readonly reason: string;
  /** Output `action-taken`; none unless told. */
  readonly action?: string;
  readonly exitCode: number;
  /** What else must be so afterwards. */
  readonly also?: Readonly<Record<string, unknown>>;
}

export interface Played extends Required<Omit<Expected, 'also'>> {
  /** Sandbox time from the start of the watch to the end of the step; absent without a watch. */
  readonly seconds?: number;
  readonly probes: number;
  readonly bad: number;
  readonly also?: Readonly<Record<string, unknown>>;
  readonly stdout: string;
}

type Options = Parameters<typeof runBundle>[1];

/** Runs the bundle in this process's time, with the inputs as they are unless told. */
export const monitor = (options: NonNullable<Options>): Promise<BundleRun> =>
  runBundle('post-deploy-monitor', {
    ...options,
    inputs: { 'allow-private': 'true', ...options.inputs },
    env: {
      NODE_OPTIONS: `--import=${import.meta.resolve('../../../../packages/sandbox/src/scale-time.ts')}`,
      [CLOCK_VARIABLE]: process.env[CLOCK_VARIABLE] ?? '',
      ...options.env,
    },
  });

/** To be called as soon as the run has ended. */
export function played({ outputs, exitCode, stdout }: BundleRun, also?: Played['also']): Played {
  const { startedAt } = JSON.parse(outputs['report'] || '{}');
  return {
    verdict: outputs['verdict'] ?? '',
    reason: outputs['reason'] ?? '',
    action: outputs['action-taken'] ?? '',
    exitCode,
    ...(startedAt ? { seconds: (Date.now() - Date.parse(startedAt)) / 1000 } : {}),
    probes: Number(outputs['probes'] ?? 0),
    bad: Number(outputs['bad-probes'] ?? 0),
    ...(also ? { also } : {}),
    stdout,
  };
}

/** Sandbox time. */
export const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));
