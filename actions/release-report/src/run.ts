/** Tells what a release was: read what is left of it → decide → say it, once, in one place. */
import type { EventContext, Log, Outcome } from '@release-train/action-kit';
import type { Comments, ReleaseHistory } from '@release-train/github';
import type { Clock } from '@release-train/polling';
import type { Railway } from '@release-train/railway';
import { keepReport } from './comment.ts';
import type { contract, Inputs } from './contract.ts';
import { decide, type Report, usuallyExpected } from './decide.ts';
import { ifKnown } from './learned.ts';
import { outputsOf } from './outputs.ts';
import { readGitHub } from './read-github.ts';
import { readRailway } from './read-railway.ts';
import { renderReport } from './render.ts';
import { readSubject } from './subject.ts';
import { words } from './words.ts';

export interface Ports {
  readonly history: ReleaseHistory & Comments;
  /** Nothing where no token was given. */
  readonly railway: Railway | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly context: EventContext;
}

export async function run(inputs: Inputs, ports: Ports): Promise<Outcome<typeof contract>> {
  const { log, context } = ports;
  const report = await readReport(inputs, ports);
  const repositoryUrl = `${context.serverUrl}/${context.repository}`;
  const look = { words: words[inputs.language], repositoryUrl };
  const markdown = renderReport(report, { ...look, most: 100 });
  for (const line of linesOf(report)) log.info(line);
  const commentUrl = await keepReport(report, { inputs, ports, look });
  return {
    outputs: outputsOf(report, { markdown, commentUrl }),
    summary: `${markdown}\n`,
  };
}

async function readReport(inputs: Inputs, ports: Ports): Promise<Report> {
  const { history, railway, clock, context } = ports;
  const { pull, commit } = await readSubject(inputs, ports);
  const { head, evidence = [] } = inputs;
  const kind = pull?.baseBranch === head ? 'feature' : 'release';
  const { repository, runUrl } = context;
  const [written, onRailway] = await Promise.all([
    readGitHub({ pull, commit, kind, head }, history),
    readRailway({ inputs, pull, commit, repository }, railway),
  ]);
  const environment = ifKnown(onRailway)?.place.environmentName ?? inputs.environment;
  return decide({
    ...written,
    ...{ environment, kind, head, pull, commit, evidence, runUrl },
    railway: onRailway,
    expected: inputs.expect ?? usuallyExpected[kind],
    nowMs: clock.now(),
  });
}

/** The log of the run: English, whatever the report is written in. */
const linesOf = ({ verdict, stages }: Report): readonly string[] => [
  `the report is ${verdict}`,
  ...stages.map(
    ({ key, state, isExpected }) => `${key}: ${state}${isExpected ? ' (expected)' : ''}`,
  ),
];
