import type { Activity } from './activity.ts';
import type { Bell } from './bell.ts';
import type { CheckSuite } from './deploy/check-suites.ts';
import type { RailwayHabits } from './habits.ts';
import type { Deployment, Project, ServiceInstance } from './model.ts';
import type { Commit, SourceRepository } from './source-repository.ts';
import type { Script, Timings } from './specification.ts';

/** What everything inside the sandbox's Railway shares. */
export interface Platform {
  /** Images and containers live here. */
  readonly root: string;
  readonly timings: Timings;
  readonly habits: RailwayHabits;
  readonly imageRetentionMs: number;
  readonly projects: Project[];
  readonly source: SourceRepository;
  readonly activity: Activity;
  /** Rings `owner/name@sha` when a check suite completes, a deployment's id when it is approved. */
  readonly news: Bell;
  /** Undefined where no GitHub is connected. */
  readonly checkSuites: ((commit: Commit) => Promise<readonly CheckSuite[]>) | undefined;
  /** Whether a commit's author has an account that is linked to the project. */
  isLinked(author: string): boolean;
  /** Takes the script of the instance's next deployment of a commit. */
  takeScript(instance: ServiceInstance, sha: string | undefined): Script;
  /** Called after every change of a status. */
  onStatus(deployment: Deployment): void;
  warn(text: string): void;
}

export const instancesOf = (platform: Platform): readonly ServiceInstance[] =>
  platform.projects.flatMap((project) =>
    project.environments.flatMap((environment) => environment.instances),
  );
