/** Opens the way to GitHub; its client is loaded only where GitHub is to be asked. */
import type { Log } from '@release-train/action-kit';
import type { Connection, RepositoryEvent } from './ports.ts';

interface Address {
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Pick<Log, 'info' | 'warning'>;
}

/** @throws HttpError where the token or the repository is not good: then nothing could be told */
export async function connect(address: Address): Promise<Connection> {
  const { octokitLive } = await import('./live/octokit-live.ts');
  const live = octokitLive(address);
  return { live, repository: await live.repository(), now: Date.now() };
}

export const eventOf = ({ repository }: Connection): RepositoryEvent => ({
  defaultBranch: repository.defaultBranch,
  visibility: repository.isPrivate ? 'private' : 'public',
});
