/** Files of the repository as a commit has them: no checkout needed. */
import { ActionError } from '@release-train/action-kit/action-error';
import { HttpError } from '@release-train/http';
import type { Octokit } from './client.ts';
import type { FilesPort } from './github.ts';

interface Api {
  readonly octokit: Octokit;
  readonly place: { readonly owner: string; readonly repo: string };
}

/** https://docs.github.com/en/rest/repos/contents#get-repository-content: whole up to 1 MB */
export const octokitFiles = ({ octokit, place }: Api): FilesPort => ({
  read: async (path, ref) => {
    try {
      const { data } = await octokit.rest.repos.getContent({ ...place, path, ref });
      if (Array.isArray(data) || data.type !== 'file') return undefined;
      if (data.encoding !== 'base64') throw tooLarge(path, data.size);
      return Buffer.from(data.content, 'base64').toString('utf8');
    } catch (error) {
      if (error instanceof HttpError && error.code === 'not-found') return undefined;
      throw error;
    }
  },
});

const tooLarge = (path: string, bytes: number): ActionError =>
  new ActionError('file-too-large', `"${path}" has ${bytes} bytes, and GitHub tells at most 1 MB`, {
    hint: 'Use a smaller file.',
  });
