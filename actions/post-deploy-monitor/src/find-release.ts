/** What serves on Railway now, whatever started this run. */
import { chooseServices } from '@release-train/railway/service-choice';
import type { Ended } from './arrival.ts';
import { servingNow } from './arrival.ts';
import type { AwaitPorts, Release, Target } from './await-release.ts';

/** @throws RailwayError, HttpError or ActionError */
export async function findRelease(
  target: Pick<Target, 'project' | 'environment' | 'wanted' | 'repository'>,
  { railway }: Pick<AwaitPorts, 'railway'>,
): Promise<Release | Ended> {
  const place = await railway.readPlace(target);
  const all = await railway.readServices(place);
  const services = chooseServices(all, { ...target, branch: undefined, place });
  const alone = services.map(({ id }) => id);
  const records = await railway.readDeployments(place, alone);
  const serving = servingNow(services, records);
  if (serving) {
    return {
      ...serving,
      place,
      services,
      records,
      urls: services.flatMap(({ urls }) => [...urls]),
    };
  }
  return {
    kind: 'ended',
    verdict: 'not-applicable',
    reason: 'nothing-deployed',
    why: 'nothing serves that was deployed from a commit',
  };
}
