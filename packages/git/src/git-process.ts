/** Running git with an environment of our own. */
import spawn, { SubprocessError } from 'nano-spawn';
import { cutError, gitError, gitMissing } from './git-error.ts';
import { type GitGroups, type GitLimits, type GitPatience, ownGroup } from './git-group.ts';

export interface Remote {
  /** Clone URL, without credentials. */
  readonly url: string;
  readonly token: string | undefined;
}

export interface GitRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GitCommand {
  /** For messages: `git push of "x"`. */
  readonly what?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer, not a failure. Default: only 0. */
  readonly answers?: readonly number[];
  /** From start to end; default: as long as it says something. */
  readonly totalMs?: number;
}

/** Where git runs, and for how long it may. */
export interface GitPlace {
  /** Of the bare repository. */
  readonly folder: string;
  readonly remote: Remote;
  /** The environment to clean, usually `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly patience: GitPatience;
  readonly groups: GitGroups;
}

export type RunGit = (args: readonly string[], command?: GitCommand) => Promise<GitRun>;

/** Variables of the caller that say how to reach the server; every other GIT_* is dropped. */
const kept = /^GIT_(?:SSL_|EXEC_PATH$|PROXY_)/;

/**
 * git in one bare repository. Neither the user's worktree nor their configuration takes part, and
 * the token travels in the environment: never in argv, in a URL or in a file.
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT
 */
export function gitIn(place: GitPlace): RunGit {
  const { folder, remote, patience, groups } = place;
  const base = environmentOf(place);
  return async (args, command = {}) => {
    const { what = `git ${args[0]}`, answers = [0], totalMs } = command;
    const run = await spawnGit([`--git-dir=${folder}`, ...args], {
      what,
      env: { ...base, ...command.env },
      groups,
      limits: { silenceMs: patience.silenceMs, totalMs },
      ...(command.input === undefined ? {} : { input: command.input }),
    });
    if (!answers.includes(run.code)) throw gitError(what, withoutToken(run.stderr, remote));
    return run;
  };
}

export const environmentOf = ({
  folder,
  remote,
  env,
  patience,
}: GitPlace): Record<string, string | undefined> => ({
  ...withoutGit(env),
  ...quiet(folder),
  ...configuration(remote, patience),
});

interface Spawn {
  readonly what: string;
  readonly env: Record<string, string | undefined>;
  readonly groups: GitGroups;
  readonly limits: GitLimits;
  readonly input?: string;
}

async function spawnGit(
  args: readonly string[],
  { what, env, groups, limits, input }: Spawn,
): Promise<GitRun> {
  const stdin = input === undefined ? 'ignore' : { string: input };
  // nano-spawn types `env` without `undefined`, which is how a variable is taken away.
  const options = { stdin, env: env as NodeJS.ProcessEnv, ...ownGroup } as const;
  const expectation = groups.expect();
  const run = spawn('git', args, options);
  const watch = run.nodeChildProcess
    .then((child) => groups.watch(child, limits))
    .finally(() => expectation[Symbol.dispose]());
  try {
    const { stdout, stderr } = await run;
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof SubprocessError)) throw error;
    const cut = await watch.then(
      (started) => started.cut(),
      () => undefined,
    );
    if (cut) throw cutError(what, cut);
    if (error.exitCode !== undefined) {
      return { code: error.exitCode, stdout: error.stdout, stderr: error.stderr };
    }
    throw gitMissing(error);
  }
}

const withoutGit = (
  inherited: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(inherited).map(([name, value]) => [
      name,
      /^(?:GIT_|SSH_ASKPASS|XDG_CONFIG_HOME$)/.test(name) && !kept.test(name) ? undefined : value,
    ]),
  );

const quiet = (home: string): Record<string, string> => ({
  HOME: home,
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
});

function configuration(
  { url, token }: Remote,
  { serverSeconds }: GitPatience,
): Record<string, string> {
  const settings = [
    ['remote.origin.url', url],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.partialclonefilter', 'blob:none'],
    // It would still run in the background when the folder is removed.
    ['maintenance.auto', 'false'],
    // Bytes per second, and for how long: git's helpers and its lazy fetches obey too.
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', String(serverSeconds)],
    ...(token ? [[`http.${new URL(url).origin}/.extraheader`, authorization(token)]] : []),
  ];
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(settings.length)],
    ...settings.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]);
}

// The form actions/checkout uses: basic, with a user name GitHub ignores.
const authorization = (token: string): string =>
  `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;

export function withoutToken(text: string, { token }: Remote): string {
  if (!token) return text;
  const encoded = Buffer.from(`x-access-token:${token}`).toString('base64');
  return text.replaceAll(token, '***').replaceAll(encoded, '***');
}
