/** A monitor in virtual time: a scripted application, and a scripted Railway where asked for. */
import { type EventContext, readInputs } from '@release-train/action-kit';
import { FakeClock } from '@release-train/testing/fake-clock';
import type { FakeNotifier } from '@release-train/testing/fake-notifier';
import { FakeProbe, type ScriptedAnswer, type SeenProbe } from '@release-train/testing/fake-probe';
import { FakeRailway, type RailwayWorld } from '@release-train/testing/fake-railway';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { type FakeLogs, FakeTraffic } from '@release-train/testing/fake-traffic';
import { expect } from 'vitest';
import type { ClaimContent, Claims, HeldClaim } from './act/claim.ts';
import { contract } from './contract.ts';
import type { CommitStatus, FoundStatus, Judgements } from './judgement.ts';
import { type Report, replay } from './report.ts';
import type { Reverted, RevertOrder } from './revert/revert.ts';
import { run } from './run.ts';
import type { KeepComment } from './tell/tell.ts';

export const sha = 'a'.repeat(40);
/** A 5 minute window without warm-up and grace: `second` in a script is a second of the window. */
export const plain = { url: 'https://app.test/health', window: '5m', grace: '0s', 'warm-up': '0' };
export const good: ScriptedAnswer = {};
export const bad: ScriptedAnswer = { status: 500 };

/** Started by hand, outside of any repository. */
export const context: EventContext = {
  repository: 'acme/shop',
  eventName: 'workflow_dispatch',
  payload: {},
  sha,
  ref: 'refs/heads/main',
  serverUrl: 'https://github.test',
  apiUrl: 'https://api.github.test',
  graphqlUrl: 'https://api.github.test/graphql',
  runUrl: 'https://github.test/acme/shop/actions/runs/1',
  workspace: '',
};

/** Commit statuses in memory. */
export class FakeJudgements implements Judgements {
  readonly statuses: (CommitStatus & FoundStatus & { readonly commit: string })[] = [];
  /** Set to fail every call. */
  failure: Error | undefined;
  now = (): number => 0;

  async read(commit: string): Promise<readonly FoundStatus[]> {
    if (this.failure) throw this.failure;
    return this.statuses.filter((status) => status.commit === commit).toReversed();
  }

  async write(commit: string, status: CommitStatus): Promise<void> {
    if (this.failure) throw this.failure;
    this.statuses.push({ ...status, commit, createdAtMs: this.now() });
  }
}

/** Claims in memory: creating and advancing are atomic, as on GitHub. */
export class FakeClaims implements Claims {
  readonly refs = new Map<string, HeldClaim>();
  /** Paths that differ between any two commits. */
  paths: readonly string[] | undefined = [];
  failure: Error | undefined;
  #count = 0;

  async create(name: string, content: ClaimContent) {
    if (this.failure) throw this.failure;
    const held = this.refs.get(name);
    if (held) return { ...held, isMine: false };
    return { ...this.#set(name, content), isMine: true };
  }

  async advance(held: HeldClaim, content: ClaimContent): Promise<HeldClaim | undefined> {
    return this.refs.get(held.name)?.sha === held.sha ? this.#set(held.name, content) : undefined;
  }

  async list(prefix: string): Promise<readonly HeldClaim[]> {
    return [...this.refs.values()].filter(({ name }) => name.startsWith(prefix));
  }

  async changedPaths(): Promise<readonly string[] | undefined> {
    return this.paths;
  }

  #set(name: string, content: ClaimContent): HeldClaim {
    this.#count += 1;
    const held = { name, sha: `claim-${this.#count}`, content };
    this.refs.set(name, held);
    return held;
  }
}

/** Opens one pull request per release, in memory. */
export class FakeRevert {
  readonly orders: RevertOrder[] = [];
  answer: Reverted = {
    taken: 'revert-pr',
    deed: { code: 'revert-opened', number: 9, url: 'url-9', state: 'opened' },
    url: 'url-9',
  };

  async open(order: RevertOrder): Promise<Reverted> {
    this.orders.push(order);
    return this.answer;
  }
}

interface Setup {
  readonly revert?: FakeRevert;
  readonly notifier?: FakeNotifier;
  /** Keeps comments; where it throws, GitHub refuses. */
  readonly comment?: KeepComment;
  readonly claims?: FakeClaims;
  /** Clock and Railway of an earlier run, to go on in the same world. */
  readonly shared?: { readonly clock: FakeClock; readonly railway: FakeRailway };
  /** Stands between the run and its ports. */
  readonly between?: <T extends object>(port: T) => T;
  readonly judgements?: FakeJudgements;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly cancelAfterMs?: number;
  readonly railway?: RailwayWorld;
  /** Logs by deployment, and how late they appear. */
  readonly logs?: Readonly<Record<string, FakeLogs>>;
  readonly logsLateMs?: number;
  readonly meddleLogs?: (traffic: FakeTraffic) => void;
  /** Does something to Railway when the world starts. */
  readonly meddle?: (railway: FakeRailway, clock: FakeClock) => void;
  readonly event?: Partial<EventContext>;
}

const revertOf =
  (fake: FakeRevert) =>
  (order: RevertOrder): Promise<Reverted> =>
    fake.open(order);

export async function monitor(
  script: (second: number, seen: SeenProbe) => ScriptedAnswer,
  setup: Setup = {},
) {
  const clock = setup.shared?.clock ?? new FakeClock();
  const railway = setup.shared?.railway ?? (setup.railway && new FakeRailway(setup.railway, clock));
  const between = setup.between ?? (<T extends object>(port: T): T => port);
  const fake = new FakeProbe(clock, (seen) => script(Math.floor(seen.atMs / 1000), seen));
  const runner = new FakeRunner({
    ...plain,
    ...(railway ? { 'railway-token': 'secret' } : {}),
    ...setup.inputs,
  });
  const cancel = new AbortController();
  const saved: Record<string, string> = {};
  if (setup.cancelAfterMs !== undefined) {
    void clock.sleep(setup.cancelAfterMs).then(() => cancel.abort());
  }
  if (railway) setup.meddle?.(railway, clock);
  if (setup.judgements) setup.judgements.now = () => clock.now();
  const traffic = setup.logs && new FakeTraffic(setup.logs, clock, setup.logsLateMs);
  if (traffic) setup.meddleLogs?.(traffic);
  const outcome = await run(readInputs(contract, runner), {
    clock,
    probe: fake.probe,
    signal: cancel.signal,
    log: runner,
    context: { ...context, ...setup.event },
    railway: railway && between(railway),
    traffic,
    judgements: setup.judgements && between(setup.judgements),
    claims: setup.claims && between(setup.claims),
    notifier: setup.notifier,
    comment: setup.comment,
    revert: setup.revert && revertOf(between(setup.revert)),
    save: (folder, name, text) => {
      saved[`${folder}/${name}`] = text;
    },
  });
  // As a later reader gets it: through JSON.
  const report: Report = JSON.parse(JSON.stringify(outcome.outputs.report));
  const { verdict, reason } = outcome.outputs;
  if (report.limits) expect(replay(report)).toEqual({ verdict, reason });
  return {
    ...outcome,
    report,
    runner,
    fake,
    saved,
    railway,
    traffic,
    seconds: clock.elapsed() / 1000,
  };
}
