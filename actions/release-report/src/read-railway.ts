/** Reads a commit's deployments from Railway, which a report can do without. */
import type { HistoryPull } from '@release-train/github';
import type { Deployment, Place, Railway, Service, Timelines } from '@release-train/railway';
import { dashboardUrl } from '@release-train/railway/dashboard';
import { newestFirst, selectDeployment } from '@release-train/railway/selection';
import { chooseServices } from '@release-train/railway/service-choice';
import type { Inputs } from './contract.ts';
import type { RailwayFacts, ServiceFacts } from './facts.ts';
import { known, type Learned, learn, unknown } from './learned.ts';

export interface RailwayQuery {
  readonly inputs: Pick<Inputs, 'project' | 'environment' | 'services'>;
  readonly pull: HistoryPull | undefined;
  readonly commit: string | undefined;
  /** `owner/name`. */
  readonly repository: string;
}

export const readRailway = (
  query: RailwayQuery,
  railway: Railway | undefined,
): Promise<Learned<RailwayFacts>> =>
  railway ? learn(() => readFacts(query, railway)) : Promise.resolve(unknown('no-railway-token'));

async function readFacts(query: RailwayQuery, railway: Railway): Promise<RailwayFacts> {
  const { inputs, pull, commit, repository } = query;
  const { project, environment, services: wanted } = inputs;
  const place = await railway.readPlace({ project, environment });
  const all = await railway.readServices(place);
  const branch = pull?.baseBranch;
  const services = chooseServices(all, { wanted, repository, branch, place });
  if (commit === undefined) return { place, services: [] };
  const records = await readRecords(services, { place, commit, railway });
  const chosen = services.map(({ id }) => selectDeployment(ofService(records, id), commit));
  const ids = chosen.flatMap((each) => each?.id ?? []);
  const timelines = await learn(() => railway.readTimelines(ids));
  return {
    place,
    services: services.map((service, index) =>
      factsOf(service, { place, pull, deployment: chosen[index], records, timelines }),
    ),
  };
}

interface Records {
  readonly place: Place;
  readonly commit: string;
  readonly railway: Railway;
}

const ofService = (records: readonly Deployment[], id: string): readonly Deployment[] =>
  newestFirst(records.filter(({ serviceId }) => serviceId === id));

/** One page for all; those that it does not show are asked for by themselves. */
async function readRecords(
  services: readonly Service[],
  { place, commit, railway }: Records,
): Promise<readonly Deployment[]> {
  const page = await railway.readDeployments(place, []);
  const isShown = ({ id }: Service): boolean =>
    page.some((record) => record.serviceId === id && record.commit === commit);
  const hidden = services.filter((service) => !isShown(service)).map(({ id }) => id);
  return hidden.length === 0 ? page : railway.readDeployments(place, hidden);
}

interface Known {
  readonly place: Place;
  readonly pull: HistoryPull | undefined;
  readonly deployment: Deployment | undefined;
  readonly records: readonly Deployment[];
  readonly timelines: Learned<Timelines>;
}

function factsOf({ id, name }: Service, found: Known): ServiceFacts {
  const { place, pull, deployment, records, timelines } = found;
  const own = ofService(records, id);
  const oldest = own.at(-1);
  const { mergedAtMs = Number.MAX_SAFE_INTEGER } = pull ?? {};
  return {
    name,
    url: dashboardUrl(place, id, deployment?.id),
    deployment,
    isOutOfReach: oldest !== undefined && oldest.createdAtMs > mergedAtMs,
    steps: timelines.isKnown ? known(timelines.value[deployment?.id ?? ''] ?? []) : timelines,
    wentBack: deployment ? wentBack(own, deployment) : [],
  };
}

/** Deployed after this one, and a commit that had been deployed before it: somebody went back. */
const wentBack = (own: readonly Deployment[], { createdAtMs, commit }: Deployment): Deployment[] =>
  own.filter(
    (record) =>
      record.createdAtMs > createdAtMs &&
      record.commit !== undefined &&
      record.commit !== commit &&
      record.phase !== 'skipped' &&
      own.some((older) => older.commit === record.commit && older.createdAtMs < createdAtMs),
  );
