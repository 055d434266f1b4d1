/** The outputs of a run. Pure. */
import { rollbackCandidate } from '@release-train/railway/selection';
import type { Outputs } from './contract.ts';
import { explain } from './explain.ts';
import type { Report, ReportedService } from './report.ts';

export function outputsOf(report: Report): Outputs {
  const { services } = report;
  const live = new Set(services.map(({ watched }) => watched.live?.commit));
  const [only] = live;
  return {
    verdict: report.whole.verdict,
    url: services.flatMap(({ watched }) => watched.service.urls)[0],
    commit: report.commit,
    'live-commit': live.size === 1 ? only : undefined,
    'duration-ms': Math.round(report.durationMs),
    requests: report.requests,
    deployments: Object.fromEntries(
      services.map((service) => [service.watched.service.name, deploymentOf(service)]),
    ),
  };
}

function deploymentOf(service: ReportedService) {
  const { pinned, live, records, service: configured } = service.watched;
  return {
    id: pinned?.id,
    status: pinned?.status,
    verdict: service.verdict ?? 'open',
    reason: explain(service),
    url: configured.urls[0],
    commit: pinned?.commit,
    'live-id': live?.id,
    'live-commit': live?.commit,
    'rollback-candidate': pinned && rollbackCandidate(records, pinned)?.id,
  };
}
