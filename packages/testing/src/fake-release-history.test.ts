import { createHash } from 'node:crypto';
import type { HistoryPull } from '@release-train/github';
import { releaseHistorySuite } from '@release-train/github/history-suite';
import { FakeReleaseHistory } from './fake-release-history.ts';
import { historyPull } from './history-pull.ts';

const digest = (text: string): string => createHash('sha1').update(text).digest('hex');

releaseHistorySuite('FakeReleaseHistory', async () => {
  const history = new FakeReleaseHistory();
  const { pulls, branches, commits } = history;
  const time = { ms: 1_000_000 };
  const tick = (): number => {
    time.ms += 1000;
    return time.ms;
  };
  const commit = (tree: string, parents: readonly string[]): string => {
    const sha = digest(`${tick()}`);
    commits.set(sha, { tree, parents, authoredAtMs: time.ms });
    return sha;
  };
  const pull = (number: number): HistoryPull => pulls.get(number) ?? historyPull({ number });
  const change = (number: number, fields: Partial<HistoryPull>): void => {
    pulls.set(number, { ...pull(number), ...fields, updatedAtMs: tick() });
  };
  return {
    history,
    seed: async (branch, files, from = branch) => {
      const parent = branches.get(from);
      const sha = commit(digest(JSON.stringify(files)), parent ? [parent] : []);
      branches.set(branch, sha);
      for (const { number, headBranch, isMerged } of pulls.values()) {
        if (headBranch === branch && !isMerged) change(number, { headSha: sha });
      }
      return sha;
    },
    openPull: async (title, body) => {
      const [headSha, baseSha] = [branches.get('staging') ?? '', branches.get('main') ?? ''];
      const wanted = { number: pulls.size + 1, title, body, headSha, baseSha, createdAtMs: tick() };
      pulls.set(wanted.number, historyPull({ ...wanted, updatedAtMs: time.ms }));
      return wanted.number;
    },
    approve: async (number) => {
      const author = { login: 'ada', isBot: false };
      const { headSha: reviewed } = pull(number);
      const given = { author, isOfMember: true, atMs: tick(), commit: reviewed, url: '' };
      history.reviewsOf.set(number, [{ ...given, state: 'approved' }]);
    },
    say: async (number, body) => {
      history.say(number, body, { login: 'ada', isBot: false });
    },
    merge: async (number) => {
      const { headSha, baseSha } = pull(number);
      const sha = commit(commits.get(headSha)?.tree ?? '', [baseSha]);
      branches.set('main', sha);
      const mergedBy = { login: 'ada', isBot: false };
      const merged = { isMerged: true, mergeCommit: sha, mergedBy, mergedAtMs: tick() };
      change(number, { ...merged, state: 'closed' });
      return sha;
    },
    check: async (of, name, conclusion) => {
      const ended = conclusion && { conclusion, endedAtMs: tick() };
      const status = conclusion ? 'completed' : 'queued';
      const check = { name, app: 'ci', status, startedAtMs: time.ms, ...ended };
      history.checksOf.set(of, [...(history.checksOf.get(of) ?? []), check]);
    },
    status: async (of, state, description) => {
      const status = { context: 'release-train/monitor', state, description, atMs: tick() };
      history.statusesOf.set(of, [...(history.statusesOf.get(of) ?? []), status]);
    },
    deploy: async (of, environment, states) => {
      const dated = states.map((state) => ({ state, description: '', atMs: tick() }));
      const creator = { login: 'railway-app[bot]', isBot: true };
      const made = { id: 1, environment, creator, createdAtMs: time.ms };
      history.deploymentsOf.set(of, [{ ...made, states: dated.toReversed() }]);
    },
    keep: async (ref, message) => {
      history.notes.set(ref, { message, atMs: tick() });
    },
    [Symbol.asyncDispose]: async () => {},
  };
});
