import type { GitHubEvent } from '../ports.ts';
import { deploy } from './deploy/pipeline.ts';
import type { ServiceInstance } from './model.ts';
import { instancesOf, type Platform } from './platform.ts';

/**
 * What Railway's GitHub App makes of webhooks: a push deploys, a completed suite moves Wait for
 * CI. The same delivery twice deploys once.
 */
export function webhookReceiver(platform: Platform): (event: GitHubEvent) => void {
  const delivered = new Set<string>();
  return (event) => {
    switch (event.name) {
      case 'push': {
        const push = readPush(event);
        if (!push || delivered.has(push.key)) return;
        delivered.add(push.key);
        return deployPush(platform, push);
      }
      case 'check_suite':
      case 'workflow_run': {
        const subject = record(event.payload[event.name]);
        if (event.action === 'completed') {
          platform.news.ring(`${event.repository}@${String(subject['head_sha'])}`);
        }
      }
    }
  };
}

interface Push {
  readonly key: string;
  readonly repository: string;
  readonly branch: string;
  readonly sha: string;
  readonly author: string | undefined;
}

/** Undefined for tags and deleted branches. */
function readPush({ payload, repository }: GitHubEvent): Push | undefined {
  const [, branch] = /^refs\/heads\/(.+)$/s.exec(String(payload['ref'])) ?? [];
  const sha = String(payload['after']);
  if (branch === undefined || payload['deleted'] === true || /^0+$/.test(sha)) return undefined;
  const login = record(record(payload['head_commit'])['author'])['username'];
  return {
    key: JSON.stringify([repository, branch, payload['before'], sha]),
    repository,
    branch,
    sha,
    author: typeof login === 'string' ? login : undefined,
  };
}

function deployPush(platform: Platform, push: Push): void {
  const listens = ({ autoDeploy, spec: { trigger } }: ServiceInstance) =>
    autoDeploy && trigger?.repository === push.repository && trigger.branch === push.branch;
  const instances = instancesOf(platform).filter(listens);
  if (instances.length === 0) return;
  void platform.activity.during(async () => {
    const commit = await platform.source.commit(push, push.sha);
    if (!commit) return platform.warn(`Pushed commit ${push.sha} is not in ${push.repository}`);
    const author = push.author ?? commit.author;
    const { repository, branch } = push;
    for (const instance of instances) {
      const { sha, message } = commit;
      deploy(platform, instance, {
        cause: 'push',
        commit: { repository, branch, sha, message, author },
      });
    }
  });
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
