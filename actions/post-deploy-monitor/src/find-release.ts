/** What serves on Railway now, whatever started this run. */
import { chooseServices } from '@release-train/railway/service-choice';
import type { Ended } from './arrival.ts';
import { servingNow } from './arrival.ts';
import { type AwaitPorts, ifAnswered, type Release, type Target } from './await-release.ts';

type Wanted = Pick<Target, 'project' | 'environment' | 'wanted' | 'repository'>;
type FindPorts = Pick<AwaitPorts, 'railway' | 'log'>;

/** @throws RailwayError, HttpError or ActionError that the next run would meet as well */
export async function findRelease(target: Wanted, ports: FindPorts): Promise<Release | Ended> {
  const found = await ifAnswered(ports, () => find(target, ports));
  const why = { code: 'railway-unanswered' } as const;
  return found ?? { kind: 'ended', verdict: 'inconclusive', reason: 'railway-unseen', why };
}

async function find(target: Wanted, { railway }: FindPorts): Promise<Release | Ended> {
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
    why: { code: 'nothing-serves' },
  };
}
