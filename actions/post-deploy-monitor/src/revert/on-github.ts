/** The revert with its adapters, in a chunk of its own. */
import type { EventContext, Log } from '@release-train/action-kit';
import { cliGit } from '@release-train/git';
import { octokitGitHub, octokitReleaseHistory } from '@release-train/github';
import type { Clock } from '@release-train/polling';
import { openRevert } from './open-revert.ts';
import type { Revert } from './revert.ts';

interface Options extends EventContext {
  readonly token: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

export function openRevertOnGitHub(options: Options): Revert {
  const { clock, log, serverUrl, repository } = options;
  const repositoryUrl = `${serverUrl}/${repository}`;
  const git = cliGit({ ...options, url: `${repositoryUrl}.git` });
  const github = octokitGitHub(options);
  const history = octokitReleaseHistory(options);
  return openRevert({ git, github, history, clock, log, repositoryUrl });
}
