import { join } from 'node:path';
import { WITHOUT_VARIABLE } from '../habits/choose.ts';
import { Activity } from './activity.ts';
import { Tokens } from './api/access.ts';
import type { PlatformIncident } from './api/queries.ts';
import { Bell } from './bell.ts';
import { githubApp } from './github/github-app.ts';
import { Reporter } from './github/reporter.ts';
import { chooseRailwayHabits } from './habits.ts';
import type { Platform } from './platform.ts';
import { ScriptBook } from './script-book.ts';
import { defaultTimings } from './specification.ts';
import type { RailwayOptions } from './start.ts';

/** The parts of one sandbox's Railway. */
export interface Inside {
  readonly platform: Platform;
  readonly tokens: Tokens;
  readonly scripts: ScriptBook;
  readonly reporter: Reporter | undefined;
  readonly warnings: string[];
  incident: PlatformIncident | undefined;
}

export function assemble(options: RailwayOptions): Inside {
  const { root, source, github, timings, imageRetentionHours = 72, linkedAccounts } = options;
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  const activity = new Activity();
  const scripts = new ScriptBook();
  const app = github && githubApp(github);
  const reporter = app && new Reporter(app, activity, warn);
  const platform: Platform = {
    root: join(root, 'railway'),
    timings: { ...defaultTimings, ...timings },
    habits: chooseRailwayHabits(options.habits ?? {}, process.env[WITHOUT_VARIABLE]),
    imageRetentionMs: imageRetentionHours * 3_600_000,
    projects: [],
    source,
    activity,
    news: new Bell(),
    checkSuites: app && ((commit) => app.checkSuites(commit.repository, commit.sha)),
    isLinked: (author) => linkedAccounts?.includes(author) ?? true,
    takeScript: (instance, sha) => scripts.take(instance, sha),
    onStatus: (deployment) => reporter?.report(deployment),
    warn,
  };
  const inside: Inside = {
    platform,
    tokens: new Tokens(),
    scripts,
    reporter,
    warnings,
    incident: undefined,
  };
  return inside;
}
