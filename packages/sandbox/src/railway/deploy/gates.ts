import type { Deployment, ServiceInstance } from '../model.ts';
import { pause } from '../pause.ts';
import type { Platform } from '../platform.ts';
import type { Commit } from '../source-repository.ts';
import { actionsSuites, CI_FAILED, judgeCheckSuites } from './check-suites.ts';
import { become, timingsOf } from './record.ts';
import { touchesWatchedFiles, UNWATCHED } from './watch-paths.ts';

/**
 * What a push passes before anything is built: approval, Wait for CI, watch paths, in this order.
 * Returns the reason why the deployment is skipped, or undefined.
 */
export async function skipReason(
  platform: Platform,
  deployment: Deployment,
): Promise<string | undefined> {
  const { outcome, error } = deployment.script;
  const { commit } = deployment;
  if (outcome === 'SKIPPED') return error ?? 'Skipped';
  const isStranger = commit !== undefined && !platform.isLinked(commit.author);
  if (outcome === 'NEEDS_APPROVAL' || isStranger) await approval(platform, deployment);
  if (!commit) return undefined;
  return (
    (await ciReason(platform, deployment, commit)) ??
    (await watchReason(platform, deployment.instance, commit))
  );
}

async function approval(platform: Platform, deployment: Deployment): Promise<void> {
  become(platform, deployment, 'NEEDS_APPROVAL');
  if (deployment.approved) return;
  const { id, abort } = deployment;
  await platform.activity.aside(() => platform.news.after(id, 0, abort.signal));
}

async function ciReason(
  platform: Platform,
  deployment: Deployment,
  commit: Commit,
): Promise<string | undefined> {
  const { instance, abort } = deployment;
  const isGated = instance.spec.trigger?.checkSuites && platform.habits['railway-waits-for-ci'];
  if (!isGated) return undefined;
  const key = `${commit.repository}@${commit.sha}`;
  const { checkSuitesAppear, waitForCi } = timingsOf(platform, deployment);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), waitForCi);
  const signal = AbortSignal.any([abort.signal, timeout.signal]);
  become(platform, deployment, 'WAITING');
  try {
    await pause(checkSuitesAppear, signal);
    for (;;) {
      const seen = platform.news.count(key);
      const verdict = await ciVerdict(platform, instance, commit);
      if (verdict !== 'unfinished') return verdict === 'failed' ? CI_FAILED : undefined;
      await platform.news.after(key, seen, signal);
    }
  } catch (error) {
    // What Railway makes of a deployment after its two hours is not documented.
    if (timeout.signal.aborted && !abort.signal.aborted) return 'CI check suites timed out';
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function ciVerdict(platform: Platform, instance: ServiceInstance, commit: Commit) {
  try {
    const suites = (await platform.checkSuites?.(commit)) ?? [];
    instance.validCheckSuites = actionsSuites(suites).length;
    return judgeCheckSuites(suites);
  } catch (error) {
    platform.warn(`Check suites of ${commit.sha} could not be read: ${String(error)}`);
    return 'unfinished';
  }
}

/** Compared with the last deployed commit, not with the previous one of the branch. */
async function watchReason(
  platform: Platform,
  instance: ServiceInstance,
  commit: Commit,
): Promise<string | undefined> {
  const patterns = platform.habits['railway-watch-paths']
    ? (instance.spec.watchPatterns ?? [])
    : [];
  const deployed = instance.active[0]?.commit?.sha;
  if (patterns.length === 0 || deployed === undefined) return undefined;
  const changed = await platform.source.changedFiles(commit.repository, deployed, commit.sha);
  return touchesWatchedFiles(patterns, changed) ? undefined : UNWATCHED;
}
