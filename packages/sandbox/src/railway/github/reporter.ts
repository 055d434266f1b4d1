import type { Activity } from '../activity.ts';
import { dashboardUrl } from '../dashboard.ts';
import type { Deployment, Environment } from '../model.ts';
import type { Commit } from '../source-repository.ts';
import type { GitHubApp } from './github-app.ts';
import { commitState, type EnvironmentState, environmentState } from './report-states.ts';

interface EnvironmentReport {
  /** Undefined until GitHub has accepted the deployment. */
  id?: number;
  state?: EnvironmentState;
}

/** Tells GitHub what becomes of deployments, in order; a GitHub that is down loses reports. */
export class Reporter {
  readonly #github: GitHubApp;
  readonly #activity: Activity;
  readonly #warn: (text: string) => void;
  readonly #environments = new Map<string, EnvironmentReport>();
  readonly #statuses = new Map<string, string>();
  readonly #successful = new Map<string, number>();
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(github: GitHubApp, activity: Activity, warn: (text: string) => void) {
    this.#github = github;
    this.#activity = activity;
    this.#warn = warn;
  }

  report(deployment: Deployment): void {
    const { commit } = deployment;
    if (!commit) return; // An image source is nothing that GitHub knows of.
    this.#reportCommit(deployment, commit);
    this.#reportEnvironment(deployment, commit);
  }

  latestSuccessful(environmentId: string): number | undefined {
    return this.#successful.get(environmentId);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
  }

  #reportCommit({ instance, status, skippedReason }: Deployment, commit: Commit): void {
    const report = commitState(status, skippedReason);
    const key = `${instance.id}/${commit.sha}`;
    if (!report || this.#statuses.get(key) === JSON.stringify(report)) return;
    this.#statuses.set(key, JSON.stringify(report));
    this.#send(() =>
      this.#github.createCommitStatus(commit.repository, {
        ...report,
        sha: commit.sha,
        context: `${instance.environment.projectName} - ${instance.service.name}`,
        targetUrl: dashboardUrl(instance.environment, instance.service),
      }),
    );
  }

  #reportEnvironment({ instance }: Deployment, commit: Commit): void {
    const { environment } = instance;
    const state = environmentState(newestStatuses(environment, commit));
    const key = `${environment.id}/${commit.repository}/${commit.sha}`;
    const report = this.#environments.get(key) ?? {};
    if (state === undefined || report.state === state) return;
    report.state = state;
    this.#environments.set(key, report);
    this.#send(async () => {
      const name = `${environment.projectName} / ${environment.name}`;
      report.id ??= await this.#github.createDeployment(commit.repository, {
        ref: commit.sha,
        environment: name,
      });
      await this.#github.createDeploymentStatus(commit.repository, {
        deploymentId: report.id,
        state,
        environment: name,
        environmentUrl: dashboardUrl(environment),
      });
      if (state === 'success') this.#successful.set(environment.id, report.id);
    });
  }

  #send(job: () => Promise<void>): void {
    this.#activity.enter();
    this.#queue = this.#queue
      .then(() => (this.#closed ? undefined : job()))
      .catch((error: unknown) => {
        if (!this.#closed) this.#warn(`GitHub was not told: ${String(error)}`);
      })
      .finally(() => this.#activity.leave());
  }
}

const newestStatuses = (
  environment: Environment,
  commit: { readonly repository: string; readonly sha: string },
) =>
  environment.instances.flatMap((instance) => {
    const newest = instance.deployments.findLast(
      (one) => one.commit?.sha === commit.sha && one.commit.repository === commit.repository,
    );
    return newest ? [newest.status] : [];
  });
