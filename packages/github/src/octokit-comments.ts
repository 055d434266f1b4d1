/** Comments of a pull request, over the REST API. */
import type { Octokit } from './client.ts';
import { commentFrom } from './history-answers.ts';
import { pages } from './pages.ts';
import type { Comments } from './release-history.ts';
import { readViewer } from './viewer.ts';

interface Api {
  readonly octokit: Octokit;
  readonly graphqlUrl: string;
  readonly place: { readonly owner: string; readonly repo: string };
}

export const octokitComments = ({ octokit, graphqlUrl, place }: Api): Comments => ({
  comments: (number) =>
    pages(async (page) => {
      const query = { ...place, issue_number: number, ...page };
      return (await octokit.rest.issues.listComments(query)).data.map(commentFrom);
    }),
  viewer: () => readViewer({ octokit, graphqlUrl }),
  addComment: async (number, body) => {
    // The plugin must not repeat it: a lost answer is no reason for a second comment.
    const request = { retries: 0 };
    const query = { ...place, issue_number: number, body, request };
    return commentFrom((await octokit.rest.issues.createComment(query)).data);
  },
  editComment: async (id, body) => {
    await octokit.rest.issues.updateComment({ ...place, comment_id: id, body });
  },
});
