/** Reads why and how long, once the verdict stands: nothing here can change it. */
import { oneLine } from '@release-train/action-kit';
import type { Obstacles, Place, Railway } from '@release-train/railway';
import { diagnose, type Origin } from './diagnose.ts';
import type { Judged, Report, ReportedService } from './report.ts';
import type { Waited } from './wait.ts';

const mostServices = 5;
const logLines = 30;
const mostTimelines = 20;

interface Where {
  readonly place: Place;
  readonly origin: Origin;
}

export async function readEvidence(
  { services, hasWaited, whole }: Waited,
  railway: Railway,
  where: Where,
): Promise<Pick<Report, 'services' | 'timelines'>> {
  const lost = services.filter(({ verdict }) => verdict === 'not-found');
  const { obstacles, gap } = await readObstacles(lost, railway, where.place);
  const asked = new Set(services.filter(isBroken).slice(0, mostServices));
  const reported: ReportedService[] = [];
  for (const service of services) {
    const { watched, verdict } = service;
    const obstaclesOf = diagnose(watched.service, where.origin, obstacles);
    const evidence =
      asked.has(service) && watched.pinned
        ? await railway.readFailure(watched.pinned.id, logLines)
        : undefined;
    reported.push({
      ...service,
      ...(verdict === 'not-found' ? { obstacles: obstaclesOf } : {}),
      ...(verdict === 'not-found' && gap ? { evidence: { logs: [], gaps: [gap] } } : {}),
      ...(evidence ? { evidence } : {}),
    });
  }
  // What was there already took its time before anybody asked.
  const isOfInterest = hasWaited || !whole.isGreen;
  return { services: reported, ...(isOfInterest ? await readTimelines(services, railway) : {}) };
}

const isBroken = ({ cause }: Judged): boolean => cause === 'failed' || cause === 'crashed';

async function readTimelines(
  services: readonly Judged[],
  railway: Railway,
): Promise<Pick<Report, 'timelines'>> {
  const ids = services.flatMap(({ watched: { pinned } }) =>
    pinned && pinned.phase !== 'skipped' ? [pinned.id] : [],
  );
  try {
    return { timelines: await railway.readTimelines(ids.slice(0, mostTimelines)) };
  } catch {
    return {};
  }
}

async function readObstacles(
  lost: readonly Judged[],
  railway: Railway,
  place: Place,
): Promise<{ readonly obstacles?: Obstacles; readonly gap?: string }> {
  if (lost.length === 0) return {};
  const ids = lost.slice(0, 50).map(({ watched }) => watched.service.id);
  try {
    return { obstacles: await railway.readObstacles(place, ids) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { gap: `autodeploy and incidents: ${oneLine(words)}` };
  }
}
