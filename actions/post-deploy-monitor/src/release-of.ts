/** The release to judge, and what its endpoints answered before it served. */
import { badInput, type EventContext, type Log } from '@release-train/action-kit';
import type { Endpoint } from '@release-train/probe';
import type { Railway } from '@release-train/railway';
import { watchEarlier } from './act/earlier.ts';
import type { EarlierProbe } from './act/objection.ts';
import type { Ended } from './arrival.ts';
import { awaitRelease, type Release } from './await-release.ts';
import type { Inputs } from './contract.ts';
import { findRelease } from './find-release.ts';
import type { WatchPorts } from './flights.ts';
import type { Occasion } from './occasion.ts';

export interface Found {
  /** Absent without a Railway token. */
  readonly release?: Release | Ended | undefined;
  readonly earlier: readonly EarlierProbe[];
}

interface Wanted {
  readonly inputs: Inputs;
  readonly occasion: Occasion;
  /** Endpoints to probe while the commit is on its way; none where nothing would be done about it. */
  readonly endpoints: readonly Endpoint[];
}

interface FindPorts extends WatchPorts {
  readonly log: Log;
  readonly context: EventContext;
  readonly railway?: Railway | undefined;
}

/** @throws ActionError where Railway or the inputs do not let it be found */
export async function findOrAwait(
  { inputs, occasion, endpoints }: Wanted,
  { railway, ...ports }: FindPorts,
): Promise<Found> {
  if (!railway) return { earlier: [] };
  const { commit, branch, isOwnSuite } = occasion;
  const { project, environment, services: wanted } = inputs;
  const { repository } = ports.context;
  const place = { project, environment, wanted, repository };
  if (inputs.mode === 'reconcile') {
    return { release: await findRelease(place, { railway, log: ports.log }), earlier: [] };
  }
  if (!commit) {
    const problem = 'is empty, and the event that started this workflow names no commit';
    throw badInput([{ input: 'commit', problem }]);
  }
  const timeoutMs = inputs['deploy-timeout'];
  const target = { ...place, branch, commit, isOwnSuite, timeoutMs };
  const earlier = watchEarlier(endpoints, ports);
  try {
    const release = await awaitRelease(target, { railway, ...ports });
    if (!('kind' in release)) warnOfForeignUrls(inputs, release, ports.log);
    return { release, earlier: await earlier.finish() };
  } finally {
    await earlier.finish();
  }
}

/** Probing something else than what was deployed would prove nothing. */
function warnOfForeignUrls({ url }: Inputs, { urls }: Release, log: Log): void {
  const hosts = urls.map((address) => new URL(address).host);
  const foreign = url.filter((endpoint) => !hosts.includes(endpoint.url.host));
  if (hosts.length === 0 || foreign.length < url.length) return;
  log.warning(
    `none of input "url" is an address that Railway has for these services (${hosts.join(', ')}): make sure that they answer there`,
  );
}
