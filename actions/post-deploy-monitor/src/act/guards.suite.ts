/** A release after two others: what a test of the guards starts from. */
import { FakeClock } from '@release-train/testing/fake-clock';
import {
  type FakeDeployment,
  FakeRailway,
  type RailwayWorld,
} from '@release-train/testing/fake-railway';
import { placeOf } from '../identity.ts';
import { statusOf } from '../judgement.ts';
import { FakeClaims, FakeJudgements, FakeRevert, sha } from '../monitor.suite.ts';
import type { Verdict } from '../verdict.ts';

const place = placeOf({
  projectId: 'project-1',
  projectName: 'shop',
  environmentId: 'environment-1',
  environmentName: 'production',
});
const first = 'd'.repeat(40);
export const second = 'e'.repeat(40);

const deployment = (
  id: string,
  commit: string,
  history: FakeDeployment['history'],
): FakeDeployment => ({
  ...{ id, service: 'web', commit, history },
  imageDigest: `sha256:${id}`,
  canRollback: true,
});

interface Past {
  /** When the release serves, in milliseconds from now. */
  readonly servesMs?: number;
  /** Verdict on record of the commit right before. */
  readonly before?: Verdict;
  readonly crashes?: FakeDeployment['history'];
  /** Makes it another world. */
  readonly change?: (world: RailwayWorld) => RailwayWorld;
}

const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };

const worldOf = ({ servesMs = -10_000, crashes = [] }: Past): RailwayWorld => ({
  ...{ project: 'shop', environment: 'production' },
  services: [{ name: 'web', trigger, domains: ['app.test'] }],
  deployments: [
    deployment('one', first, [
      [-9_000_000, 'SUCCESS'],
      [-5_000_000, 'REMOVED'],
    ]),
    deployment('two', second, [
      [-5_000_000, 'SUCCESS'],
      [servesMs, 'REMOVED'],
    ]),
    deployment('bad', sha, [
      [Math.min(-20_000, servesMs), 'BUILDING'],
      [servesMs, 'SUCCESS'],
      ...crashes,
    ]),
  ],
});

/** `first` was healthy, `second` served before the release. */
export function scene(past: Past = {}) {
  const { before = 'healthy', change = (world) => world } = past;
  const clock = new FakeClock();
  const world = change(worldOf(past));
  const railway = new FakeRailway(world, clock);
  const judgements = new FakeJudgements();
  const known = [
    [first, 'healthy'],
    [second, before],
  ] as const;
  for (const [index, [commit, verdict]] of known.entries()) {
    const reason = verdict === 'failed' ? 'errors' : 'clean';
    const status = statusOf({ verdict, reason, identity: { place, key: '0123456789ab' } });
    judgements.statuses.push({ ...status, commit, createdAtMs: index });
  }
  const shared = { clock, railway };
  const inputs = { 'on-failure': 'rollback, revert-pr', 'github-token': 'github-secret' };
  const ports = { shared, judgements, claims: new FakeClaims(), revert: new FakeRevert() };
  const orders = () => railway.stage.records().length - world.deployments.length;
  return { ...ports, inputs, orders };
}
