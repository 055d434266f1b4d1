/** `refs/pull/N/head` and `refs/pull/N/merge`: what git says of a pull request's two tips. */
import { isAncestor } from '../git/commits.ts';
import { commitTree, mergeTree } from '../git/merges.ts';
import { deleteRef, readBranch, readRef, writeRef } from '../git/refs.ts';
import type { PullRequest, TestMerge } from '../model.ts';
import { identityOf, serverIdentity } from '../payloads/account-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import type { Revealed } from '../payloads/pull-json.ts';
import { mergeableState } from '../rules/mergeability.ts';
import { readMergeFacts } from './merge-facts.ts';

/** Brings an open pull request's view of its branches up to date and keeps `refs/pull/N/head`. */
export function refreshTips({ repository }: Place, pull: PullRequest): void {
  pull.headSha = readBranch(repository.gitDir, pull.headRef) ?? pull.headSha;
  pull.baseSha = readBranch(repository.gitDir, pull.baseRef) ?? pull.baseSha;
  writeRef(repository.gitDir, `refs/pull/${pull.number}/head`, pull.headSha);
}

/** The test merge of the present tips; asks git only when a tip has moved. */
export function testMerge(place: Place, pull: PullRequest): TestMerge {
  const { headSha, baseSha } = pull;
  const known = pull.testMerge;
  if (known?.headSha === headSha && known.baseSha === baseSha) return known;
  const mergeSha = createTestMerge(place, pull);
  pull.testMerge = { headSha, baseSha, mergeSha };
  return pull.testMerge;
}

function createTestMerge({ world, repository }: Place, pull: PullRequest): string | null {
  const dir = repository.gitDir;
  const ref = `refs/pull/${pull.number}/merge`;
  const { headSha, baseSha } = pull;
  const merged = mergeTree(dir, baseSha, headSha);
  if (!merged.clean) {
    if (readRef(dir, ref)) deleteRef(dir, ref);
    return null;
  }
  const mergeSha = commitTree(dir, {
    tree: merged.tree,
    parents: [baseSha, headSha],
    message: `Merge ${headSha} into ${baseSha}`,
    author: identityOf(world, pull.author),
    committer: serverIdentity(),
  });
  writeRef(dir, ref, mergeSha);
  return mergeSha;
}

/**
 * What a reader is told: null the first time after a tip moved (the background job starts), the
 * value from the next time on. https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request
 */
export function revealMergeability(place: Place, pull: PullRequest): Revealed {
  if (!place.world.habits['mergeable-null-first'] && pull.state === 'open') {
    pull.revealed = testMerge(place, pull);
  }
  const told = knownMergeability(place, pull);
  if (pull.state === 'open') pull.revealed = testMerge(place, pull);
  return told;
}

/** The same for answers to a write: what has been told before, and no job is started. */
export function knownMergeability(place: Place, pull: PullRequest): Revealed {
  const known = pull.state === 'open' && pull.revealed === testMerge(place, pull);
  return known ? currentMergeability(place, pull) : NOT_COMPUTED;
}

const NOT_COMPUTED: Revealed = { mergeable: null, state: 'unknown', mergeSha: null };

/** The same without the delay, for event payloads: GitHub builds them after its test merge. */
export function currentMergeability(place: Place, pull: PullRequest): Revealed {
  const { mergeSha } = testMerge(place, pull);
  const state = mergeableState(readMergeFacts(place, pull, pull.author));
  return { mergeable: mergeSha !== null, state, mergeSha };
}

export const headInBase = ({ repository }: Place, head: string, base: string): boolean =>
  isAncestor(repository.gitDir, head, base);
