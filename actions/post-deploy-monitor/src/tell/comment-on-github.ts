/** The comment with its adapter, in a chunk of its own. */
import type { EventContext, Log } from '@release-train/action-kit';
import { octokitReleaseHistory } from '@release-train/github';
import { keepComment } from '@release-train/github/sticky-comment';
import type { Clock } from '@release-train/polling';
import { mergedPull } from '../revert/merged-pull.ts';
import type { KeepComment } from './tell.ts';

interface Options extends EventContext {
  readonly token: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

const kind = 'monitor';

export const commentOnGitHub =
  (options: Options): KeepComment =>
  async ({ commit, place, text }) => {
    const history = octokitReleaseHistory(options);
    const pull = await mergedPull(commit, { ...options, history });
    if (!pull) return undefined;
    const wanted = { number: pull.number, kind, record: { place }, text };
    return (await keepComment(history, wanted, { isDry: false })).url;
  };
