import {
  type EventFacts,
  matchesEvent,
  type ParsedWorkflow,
  type Workflow,
} from '@release-train/workflows';
import type { ActionsBackend, EventName, GitHubEvent } from '../ports.ts';
import type { ActionsService } from './actions-service.ts';
import { fieldAt, textAt } from './payload.ts';
import { type RepositoryFiles, repositoryFiles } from './repository-files.ts';

export interface Selection {
  /** The commit whose files were read. */
  readonly commit: string;
  readonly all: readonly ParsedWorkflow[];
  readonly firing: readonly Workflow[];
  readonly silent: readonly { readonly workflow: Workflow; readonly reason: string }[];
}

/** Only the default branch's copy of a workflow counts for these. */
const DEFAULT_BRANCH_ONLY: readonly EventName[] = [
  'workflow_run',
  'schedule',
  'repository_dispatch',
  'status',
  'check_suite',
];

/** Reads the workflows an event is matched against, and matches them. */
export async function selectWorkflows(
  event: GitHubEvent,
  { options: { github }, catalog }: Pick<ActionsService, 'options' | 'catalog'>,
): Promise<Selection> {
  const files = repositoryFiles(github.gitDir(event.repository));
  const commit = await sourceCommit(event, github, files);
  if (!commit) return { commit: event.sha, all: [], firing: [], silent: [] };
  const all = await catalog.at(files, commit);
  const workflows = all.flatMap((one) => (one.kind === 'parsed' ? [one.workflow] : []));
  const listening = workflows.filter(
    ({ triggers, path }) =>
      triggers.some((trigger) => trigger.event === event.name) &&
      github.startsRuns(event.repository, path),
  );
  const facts = listening.length > 0 ? await readFacts(event, listening, files) : {};
  const matches = listening.map((workflow) => ({ workflow, match: match(workflow, event, facts) }));
  return {
    commit,
    all,
    firing: matches.flatMap(({ workflow, match: found }) =>
      found.kind === 'fires' ? [workflow] : [],
    ),
    silent: matches.flatMap(({ workflow, match: found }) =>
      found.kind === 'filtered' ? [{ workflow, reason: found.reason }] : [],
    ),
  };
}

function match(workflow: Workflow, event: GitHubEvent, facts: EventFacts) {
  const asked = textAt(event.payload, 'workflow');
  if (event.name === 'workflow_dispatch' && !isNamed(asked, workflow.path)) {
    return { kind: 'not-listening' } as const;
  }
  return matchesEvent(workflow, event, facts);
}

const isNamed = (asked: string, path: string): boolean =>
  asked === path || asked === path.split('/').at(-1);

async function sourceCommit(
  event: GitHubEvent,
  github: ActionsBackend,
  files: RepositoryFiles,
): Promise<string | null> {
  const branch = `refs/heads/${github.defaultBranch(event.repository)}`;
  const candidates =
    DEFAULT_BRANCH_ONLY.includes(event.name) && event.ref !== branch
      ? [branch]
      : [event.sha, textAt(event.payload, 'pull_request', 'head', 'sha')];
  for (const candidate of candidates) {
    const commit = candidate && (await files.resolve(`${candidate}^{commit}`));
    if (commit) return commit;
  }
  return null;
}

async function readFacts(
  event: GitHubEvent,
  workflows: readonly Workflow[],
  files: RepositoryFiles,
): Promise<EventFacts> {
  if (event.name !== 'push' && event.name !== 'pull_request') return {};
  const pull = event.name === 'pull_request';
  const head = pull ? textAt(event.payload, 'pull_request', 'head', 'sha') : event.sha;
  const headCommitMessage = await files.commitMessage(head);
  const changed = workflows.some(hasPathFilter) ? await changedFiles(event, head, files) : null;
  return { headCommitMessage, ...(changed ? { changedFiles: changed } : {}) };
}

const hasPathFilter = ({ triggers }: Workflow): boolean =>
  triggers.some(({ filters }) => filters.paths ?? filters['paths-ignore']);

/**
 * Pull requests: three dots; pushes to an existing branch: two dots; a new branch: against where
 * it left the default branch.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#git-diff-comparisons
 */
async function changedFiles(
  event: GitHubEvent,
  head: string,
  files: RepositoryFiles,
): Promise<readonly string[] | null> {
  const before = textAt(event.payload, 'before');
  const base =
    event.name === 'pull_request'
      ? await files.mergeBase(textAt(event.payload, 'pull_request', 'base', 'sha'), head)
      : before;
  if (base && !/^0+$/.test(base)) return files.changedFiles(base, head);
  const fallback = textAt(event.payload, 'repository', 'default_branch');
  const fork = fallback && (await files.mergeBase(`refs/heads/${fallback}`, head));
  return fork && fork !== head ? files.changedFiles(fork, head) : null;
}

/** `github.event.inputs` of a dispatch, as the sender gave them. */
export function givenInputs(event: GitHubEvent): Readonly<Record<string, unknown>> {
  const inputs = fieldAt(event.payload, 'inputs');
  return typeof inputs === 'object' && inputs !== null ? { ...inputs } : {};
}
