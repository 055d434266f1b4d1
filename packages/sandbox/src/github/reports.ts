/** What others report about commits: runs and checks, statuses, deployments. */
import type { Actor, Conclusion, NewRun, RunStatus } from '../ports.ts';

export interface WorkflowRun extends Omit<NewRun, 'status'> {
  readonly id: number;
  readonly number: number;
  readonly workflowId: number;
  readonly checkSuiteId: number;
  readonly createdAt: string;
  updatedAt: string;
  status: RunStatus;
  conclusion: Conclusion | null;
}

export interface CheckRun {
  readonly id: number;
  readonly runId: number;
  readonly name: string;
  readonly startedAt: string;
  completedAt: string | null;
  status: RunStatus;
  conclusion: Conclusion | null;
}

/** A check run that an app made by API, outside of any workflow run. */
export interface AppCheck {
  readonly id: number;
  readonly suiteId: number;
  readonly app: string;
  readonly name: string;
  readonly headSha: string;
  readonly startedAt: string;
  readonly externalId: string;
  readonly detailsUrl: string;
  completedAt: string | null;
  status: RunStatus;
  conclusion: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly author: Actor;
  readonly createdAt: string;
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: string;
  readonly author: Actor;
  readonly description: string;
  readonly environment: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly createdAt: string;
}

export interface Deployment {
  readonly id: number;
  readonly author: Actor;
  /** As given by the creator: a branch, a tag or a commit. */
  readonly ref: string;
  /** `refs/heads/…`, `refs/tags/…`, or empty when the deployment was made from a commit. */
  readonly fullRef: string;
  readonly sha: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly createdAt: string;
  updatedAt: string;
  readonly statuses: DeploymentStatus[];
}
