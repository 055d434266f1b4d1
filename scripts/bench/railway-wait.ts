/** railway-wait-deploy over long waits: how soon it ends after SUCCESS, and what it asks of Railway. */
import { join } from 'node:path';
import { formatClock, simulatedMs } from '../../packages/sandbox/src/clock.ts';
import type { RailwayWorld } from '../../packages/testing/src/fake-railway.ts';
import { railwayApi } from '../../packages/testing/src/fake-railway-api.ts';
import { root } from '../actions.ts';
import { finish } from './interleaved.ts';
import { kept, printTable } from './table.ts';

const commit = 'a'.repeat(40);
const token = 'bench-token-0123456789';
const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };
const scaleTime = new URL('../../packages/sandbox/src/scale-time.ts', import.meta.url);

export async function railwayWait(): Promise<void> {
  await arrivals();
  await requests();
}

interface Wait {
  readonly world: RailwayWorld;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Times as fast as life: pauses, not requests. */
  readonly speed: number;
}

interface Waited {
  readonly exitCode: number | null;
  /** From the beginning of the world until the process had ended. */
  readonly ms: number;
  readonly requests: number;
}

async function wait({ world, inputs = {}, speed }: Wait): Promise<Waited> {
  const startMs = Date.now();
  const clock = { realEpochMs: startMs, simulatedEpochMs: startMs, speed };
  const nowMs = (): number => simulatedMs(clock, Date.now());
  await using api = await railwayApi({ world, startMs, nowMs, projectToken: token });
  const row = {
    name: 'railway-wait-deploy',
    command: [process.execPath, join(root, 'actions/railway-wait-deploy/dist/index.js')] as const,
    env: {
      'INPUT_RAILWAY-TOKEN': token,
      'INPUT_API-URL': `${api.url}/graphql/v2`,
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: commit,
      NODE_OPTIONS: `--import=${scaleTime.href}`,
      RELEASE_TRAIN_SANDBOX_CLOCK: formatClock(clock),
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
  };
  const { exitCode } = await finish(row, 300_000);
  return { exitCode, ms: nowMs() - startMs, requests: api.requests.length };
}

/** Two services: one with a health check on Railway, and one without, which must hold for 30 s. */
async function arrivals(): Promise<void> {
  const speed = 10;
  const rows: string[][] = [];
  for (const [name, minutes] of [
    ['in the first minute', 0.5],
    ['in the third minute', 2.5],
    ['in the seventh minute', 6.5],
  ] as const) {
    for (const healthcheckPath of ['/health', undefined]) {
      // Side by side, the moment of SUCCESS spread over the pause between two looks.
      const late = await Promise.all(
        [0, 4, 8, 12].map(async (offset) => {
          const liveMs = minutes * 60_000 + offset * 1000;
          const world = worldOf(
            [healthcheckPath ? { healthcheckPath } : {}],
            [
              [0, 'BUILDING'],
              [liveMs, 'SUCCESS'],
            ],
          );
          const { exitCode, ms } = await wait({ world, speed });
          if (exitCode !== 0) throw new Error(`railway-wait-deploy ended with ${exitCode}`);
          return (ms - liveMs) / 1000;
        }),
      );
      const shown = late.map((seconds) => seconds.toFixed(1)).join(', ');
      rows.push([name, healthcheckPath ? 'yes' : 'no (settles for 30 s)', shown]);
    }
  }
  printTable(
    `Arrival: seconds from SUCCESS to the end of the process, at defaults, ${speed} times as fast as life (a start and an end of 0.2 s count as 2)`,
    [['SUCCESS', 'health check', 'seconds, 4 runs'], ...rows],
  );
}

async function requests(): Promise<void> {
  const rows = await Promise.all(
    [
      ['building to the end', 'BUILDING'],
      ['queued to the end', 'QUEUED'],
      ['no deployment of the commit', undefined],
    ].map(async ([name = '', status]) => {
      const services = Array.from({ length: 77 }, () => ({ healthcheckPath: '/health' }));
      const world = worldOf(services, status ? [[0, status]] : undefined);
      // Whether a deployment appears is given up at five minutes unless told otherwise.
      const inputs = { 'appear-timeout': '20m' };
      const waited = await wait({ world, inputs, speed: 40 });
      return [name, `${waited.requests}`, kept(waited.requests <= 100)];
    }),
  );
  printTable('Requests to Railway: 77 services, 20 minutes, until the timeout', [
    ['services', 'requests', 'at most 100'],
    ...rows,
  ]);
}

type History = RailwayWorld['deployments'][number]['history'];

function worldOf(
  services: readonly { readonly healthcheckPath?: string }[],
  history: History | undefined,
): RailwayWorld {
  const named = services.map((service, index) => ({ name: `s${index}`, trigger, ...service }));
  return {
    project: 'shop',
    environment: 'production',
    services: named,
    deployments: history
      ? named.map(({ name }) => ({ id: `${name}-1`, service: name, commit, history }))
      : [],
  };
}
