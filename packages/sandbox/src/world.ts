/** GitHub, Railway and the runner, connected as they are in the world: by webhooks and public APIs. */
import { join } from 'node:path';
import { CLOCK_VARIABLE } from './clock.ts';
import { type GitHubSandbox, startGitHub } from './github/index.ts';
import { gitSource, type RailwaySandbox, startRailway } from './railway/index.ts';
import type { Timings } from './railway/specification.ts';
import { type Runner, type RunnerProgress, startRunner } from './runner/index.ts';

export interface WorldOptions {
  /** A folder that the caller removes afterwards. */
  readonly root: string;
  /** The checkout whose bundles `release-train/release-train/actions/<name>@v1` means. */
  readonly actionsRoot: string;
  readonly timings?: Partial<Timings>;
  readonly onProgress?: (event: RunnerProgress) => void;
}

export interface World extends AsyncDisposable {
  readonly github: GitHubSandbox;
  readonly railway: RailwaySandbox;
  readonly runner: Runner;
  /** Fill before the first event: repository → names → values. */
  readonly secrets: Record<string, Record<string, string>>;
  readonly vars: Record<string, Record<string, string>>;
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const github = await startGitHub({ root: join(options.root, 'github') });
  const railway = await startRailway({
    root: options.root,
    source: gitSource((repository) => github.gitDir(repository)),
    github: {
      urls: github.urls,
      token: (repository) => github.issueAppToken(repository, 'railway-app'),
    },
    ...(options.timings ? { timings: options.timings } : {}),
  });
  github.onEvent(railway.receive);
  const secrets: Record<string, Record<string, string>> = {};
  const vars: Record<string, Record<string, string>> = {};
  const runner = startRunner({
    github,
    actionsRoot: options.actionsRoot,
    workRoot: join(options.root, 'work'),
    secrets,
    vars,
    environment: { ...sandboxTime(), RAILWAY_API_URL: railway.apiUrl },
    onProgress: options.onProgress ?? (() => undefined),
  });
  return {
    github,
    railway,
    runner,
    secrets,
    vars,
    [Symbol.asyncDispose]: async () => {
      await runner.close();
      await railway.close();
      await github.close();
    },
  };
}

/** What makes a child process live in this process's time; nothing where time is real. */
function sandboxTime(): Record<string, string> {
  const clock = process.env[CLOCK_VARIABLE];
  if (!clock) return {};
  const preload = new URL('./scale-time.ts', import.meta.url).href;
  return { [CLOCK_VARIABLE]: clock, NODE_OPTIONS: `--import=${preload}` };
}
