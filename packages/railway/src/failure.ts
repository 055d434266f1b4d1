import { oneLine } from '@release-train/action-kit/text';
import type * as z from 'zod/mini';
import { EventsAnswer, LogsAnswer } from './answers.ts';
import { buildLogs, deploymentLogs, failureEvents } from './queries.ts';
import type { FailureEvidence } from './railway.ts';
import type { Ask } from './shape.ts';

const buildSteps = ['SNAPSHOT_CODE', 'BUILD_IMAGE', 'PUBLISH_IMAGE'];

/**
 * The failing step and the last log lines of the phase it belongs to, in two requests. Never
 * throws: evidence must not change a verdict, so what cannot be read becomes a gap.
 */
export async function readFailure(
  ask: Ask,
  id: string,
  logLines: number,
): Promise<FailureEvidence> {
  const gaps: string[] = [];
  const note = (what: string) => (error: unknown) => {
    gaps.push(`${what}: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  };
  const events = await ask(EventsAnswer, failureEvents, { id }).catch(note('events'));
  const failed = events && failingEvent(events);
  const isBuild = failed !== undefined && buildSteps.includes(failed.step);
  const variables = { id, limit: logLines };
  const [what, query] = isBuild
    ? (['build', buildLogs] as const)
    : (['deployment', deploymentLogs] as const);
  const answer = await ask(LogsAnswer, query, variables).catch(note(`${what} logs`));
  return {
    ...(failed ? { step: failed.step } : {}),
    ...(failed?.error ? { error: failed.error } : {}),
    logs: lastLines(answer?.logs ?? [], logLines),
    gaps,
  };
}

interface FailingEvent {
  readonly step: string;
  readonly error: string | undefined;
}

function failingEvent(answer: z.infer<typeof EventsAnswer>): FailingEvent | undefined {
  const events = answer.deploymentEvents.edges
    .map(({ node }) => node)
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  const event =
    events.findLast(({ payload }) => payload?.error) ??
    events.findLast(({ completedAt }) => !completedAt);
  const payload = event?.payload;
  return event && { step: event.step, error: payload?.error ?? payload?.reason ?? undefined };
}

// The API returns one line more than asked: https://github.com/railwayapp/cli.
const lastLines = (logs: z.infer<typeof LogsAnswer>['logs'], most: number): readonly string[] =>
  logs
    .toSorted((a, b) => a.timestamp.localeCompare(b.timestamp))
    .slice(-most)
    .map(({ message }) => message);
