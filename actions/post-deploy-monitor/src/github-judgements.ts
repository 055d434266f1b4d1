import { type GitHubPlace, listOf, rest, textAt } from './github-rest.ts';
import { type Judgements, statusContext } from './judgement.ts';

/** Judgements as commit statuses. https://docs.github.com/rest/commits/statuses */
export const githubJudgements = (
  place: GitHubPlace,
  /** Page of this run, for people who follow the status. */
  runUrl: string,
): Judgements => ({
  read: async (commit) => {
    const path = `/commits/${commit}/statuses?per_page=100`;
    const { status, data } = await rest(place, { method: 'GET', path, expected: [404, 422] });
    if (status >= 400) return [];
    return listOf(data)
      .filter((one) => textAt(one, 'context') === statusContext)
      .map((one) => ({
        description: textAt(one, 'description') ?? '',
        createdAtMs: Date.parse(textAt(one, 'created_at') ?? '') || 0,
      }))
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  },
  write: async (commit, status) => {
    const body = { ...status, context: statusContext, target_url: runUrl };
    const path = `/statuses/${commit}`;
    await rest(place, { method: 'POST', path, body, isRepeatable: true });
  },
});
