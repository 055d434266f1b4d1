import {
  at,
  type GitHubPlace,
  listOf,
  mayHaveHappened,
  type RestCall,
  rest,
  textAt,
} from '../github-rest.ts';
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
    const isMine = await written(place, call, { name, sha });
    return isMine ? { name, sha, content, isMine } : { ...(await readHeld(place, name)), isMine };
  },
  advance: async (held, content) => {
    const sha = await commit(place, content, [held.sha]);
    const path = `/git/refs/${held.name}`;
    const body = { sha, force: false };
    const call = { method: 'PATCH', path, body, expected: [422] } as const;
    const { name } = held;
    return (await written(place, call, { name, sha })) ? { name, sha, content } : undefined;
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

/**
 * Whether the ref is ours now. An answer that was lost may have been a yes: the ref tells, as no two
 * commits of claims are the same.
 */
async function written(
  place: GitHubPlace,
  call: RestCall,
  { name, sha }: Pick<HeldClaim, 'name' | 'sha'>,
): Promise<boolean> {
  const attempt = async (): Promise<boolean> => (await rest(place, call)).status < 400;
  try {
    return await attempt();
  } catch (error) {
    if (!mayHaveHappened(error)) throw error;
    const path = `/git/ref/${name}`;
    const { status, data } = await rest(place, { method: 'GET', path, expected: [404] });
    if (status < 400 && textAt(at(data, 'object'), 'sha') === sha) return true;
    return attempt();
  }
}

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
  const call = { method: 'POST', path: '/git/commits', body, isRepeatable: true } as const;
  const { data } = await rest(place, call);
  return textAt(data, 'sha') ?? '';
}
