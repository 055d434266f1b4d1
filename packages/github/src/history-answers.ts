/** From GitHub's REST objects to what the ReleaseHistory port tells. */
import { pullRequestFrom } from './pull-request.ts';
import type {
  Check,
  Comment,
  DeploymentState,
  HistoryPull,
  Person,
  Review,
  ShippedCommit,
  Status,
} from './release-history.ts';

interface UserJson {
  readonly login: string;
  readonly type?: string;
}

type PullJson = Parameters<typeof pullRequestFrom>[0] & {
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly merged_by?: UserJson | null;
  readonly base: { readonly sha: string };
};

export const timeOf = (text: string | null | undefined): number | undefined => {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : ms;
};

const certain = (text: string | null | undefined): number => timeOf(text) ?? 0;

/** A field only where it has a value, as `exactOptionalPropertyTypes` wants it. */
const maybe = <K extends string, V>(key: K, value: V | null | undefined): Partial<Record<K, V>> => {
  const partial: Partial<Record<K, V>> = {};
  if (value !== undefined && value !== null && value !== '') partial[key] = value;
  return partial;
};

/** The user of a deleted account is null. */
export const personFrom = (user: UserJson | null | undefined): Person => ({
  login: user?.login ?? 'ghost',
  isBot: user?.type === 'Bot' || (user?.login.endsWith('[bot]') ?? false),
});

/** https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
export const isMember = (association: string | undefined): boolean =>
  ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association ?? '');

export const historyPullFrom = (json: PullJson): HistoryPull => ({
  ...pullRequestFrom(json),
  createdAtMs: certain(json.created_at),
  updatedAtMs: certain(json.updated_at),
  baseSha: json.base.sha,
  ...maybe('mergedAtMs', timeOf(json.merged_at)),
  ...maybe('closedAtMs', timeOf(json.closed_at)),
  ...maybe('mergedBy', json.merged_by && personFrom(json.merged_by)),
});

interface ReviewJson {
  readonly user: UserJson | null;
  readonly author_association: string;
  readonly state: string;
  readonly submitted_at?: string;
  readonly commit_id: string | null;
  readonly html_url: string;
}

const reviewStates: ReadonlyMap<string, Review['state']> = new Map([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes-requested'],
  ['COMMENTED', 'commented'],
  ['DISMISSED', 'dismissed'],
]);

export function reviewFrom(json: ReviewJson): readonly Review[] {
  const state = reviewStates.get(json.state);
  const atMs = timeOf(json.submitted_at);
  if (!state || atMs === undefined) return [];
  return [
    {
      author: personFrom(json.user),
      isOfMember: isMember(json.author_association),
      state,
      atMs,
      url: json.html_url,
      ...maybe('commit', json.commit_id),
    },
  ];
}

interface CommentJson {
  readonly id: number;
  readonly user: UserJson | null;
  readonly author_association?: string;
  readonly body?: string;
  readonly html_url: string;
}

export const commentFrom = (json: CommentJson): Comment => ({
  id: json.id,
  author: personFrom(json.user),
  isOfMember: isMember(json.author_association),
  body: json.body ?? '',
  url: json.html_url,
});

interface CheckJson {
  readonly name: string;
  readonly app: { readonly slug?: string } | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly html_url: string | null;
}

export const checkFrom = (json: CheckJson): Check => ({
  name: json.name,
  app: json.app?.slug ?? '',
  status: json.status,
  ...maybe('conclusion', json.conclusion),
  ...maybe('startedAtMs', timeOf(json.started_at)),
  ...maybe('endedAtMs', timeOf(json.completed_at)),
  ...maybe('url', json.html_url),
});

interface StatusJson {
  readonly context: string;
  readonly state: string;
  readonly description: string | null;
  readonly created_at: string;
  readonly target_url: string | null;
}

export const statusFrom = (json: StatusJson): Status => ({
  context: json.context,
  state: json.state,
  description: json.description ?? '',
  atMs: certain(json.created_at),
  ...maybe('url', json.target_url),
});

interface DeploymentStateJson {
  readonly state: string;
  readonly description: string;
  readonly created_at: string;
  readonly environment_url?: string;
  readonly log_url?: string;
}

export const deploymentStateFrom = (json: DeploymentStateJson): DeploymentState => ({
  state: json.state,
  description: json.description,
  atMs: certain(json.created_at),
  ...maybe('url', json.environment_url || json.log_url),
});

interface CommitJson {
  readonly sha: string;
  readonly author: UserJson | Record<string, never> | null;
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name?: string; readonly date?: string } | null;
  };
}

export const shippedFrom = ({ sha, author, commit }: CommitJson): ShippedCommit => ({
  sha,
  subject: commit.message.split('\n')[0] ?? '',
  author: author?.login ?? commit.author?.name ?? 'ghost',
  authoredAtMs: certain(commit.author?.date),
});
