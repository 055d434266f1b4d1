import { at, type GitHubPlace, listOf, rest, textAt } from '../github-rest.ts';
import { type ClaimContent, type Claims, claimText, type HeldClaim, readClaim } from './claim.ts';

/**
 * Claims as git refs outside of branches and tags, which start no workflow. Creating a ref is
 * atomic: the second gets 422. https://docs.github.com/rest/git/refs
 */
export const githubClaims = (place: GitHubPlace): Claims => ({
  create: async (name, content) => {
    const sha = await commit(place, content, []);
    const body = { ref: `refs/${name}`, sha };
    const call = { method: 'POST', path: '/git/refs', body, expected: [422] } as const;
    const { status } = await rest(place, call);
    if (status < 400) return { name, sha, content, isMine: true };
    return { ...(await readHeld(place, name)), isMine: false };
  },
  advance: async (held, content) => {
    const sha = await commit(place, content, [held.sha]);
    const path = `/git/refs/${held.name}`;
    const body = { sha, force: false };
    const { status } = await rest(place, { method: 'PATCH', path, body, expected: [422] });
    return status < 400 ? { name: held.name, sha, content } : undefined;
  },
  list: async (prefix) => {
    const path = `/git/matching-refs/${prefix}`;
    const { data } = await rest(place, { method: 'GET', path });
    const names = listOf(data).flatMap((ref) => textAt(ref, 'ref')?.replace(/^refs\//, '') ?? []);
    return Promise.all(names.map((name) => readHeld(place, name)));
  },
  changedPaths: async (base, head) => {
    const path = `/compare/${base}...${head}?per_page=100`;
    const { data } = await rest(place, { method: 'GET', path });
    const files = listOf(at(data, 'files'));
    if (files.length >= mostFiles) return undefined;
    return files.flatMap((file) =>
      ['filename', 'previous_filename'].flatMap((field) => textAt(file, field) ?? []),
    );
  },
});

/** https://docs.github.com/rest/commits/commits#compare-two-commits: the first 300 files at most. */
const mostFiles = 300;

async function readHeld(place: GitHubPlace, name: string): Promise<HeldClaim> {
  const ref = await rest(place, { method: 'GET', path: `/git/ref/${name}` });
  const sha = textAt(at(ref.data, 'object'), 'sha') ?? '';
  const { data } = await rest(place, { method: 'GET', path: `/git/commits/${sha}` });
  const content = readClaim(textAt(data, 'message') ?? '');
  return { name, sha, ...(content ? { content } : {}) };
}

/** A commit that says who claims what; its tree is that of the commit judged. */
async function commit(
  place: GitHubPlace,
  content: ClaimContent,
  parents: readonly string[],
): Promise<string> {
  const judged = await rest(place, { method: 'GET', path: `/git/commits/${content.commit}` });
  const tree = textAt(at(judged.data, 'tree'), 'sha') ?? '';
  const body = { message: claimText(content), tree, parents };
  const { data } = await rest(place, { method: 'POST', path: '/git/commits', body });
  return textAt(data, 'sha') ?? '';
}
