import type { Permissions } from './workflow.ts';

export type Grants = Readonly<Record<string, 'read' | 'write' | 'none'>>;

/** What a GITHUB_TOKEN gets where neither workflow nor job says: GitHub's restricted default. */
const DEFAULT_GRANTS: Grants = { contents: 'read', metadata: 'read', packages: 'read' };

const SCOPES = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
] as const;

/**
 * A job's grants: its own `permissions:` replace the workflow's, and naming one scope sets every
 * other to none. `metadata: read` cannot be taken away.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */
export function effectivePermissions(
  workflow: Permissions | undefined,
  job: Permissions | undefined,
): Grants {
  const stated = job ?? workflow;
  if (stated === undefined) return DEFAULT_GRANTS;
  if (stated === 'read-all') return { ...everyScope('read'), metadata: 'read' };
  if (stated === 'write-all') return { ...everyScope('write'), metadata: 'read' };
  return { ...stated, metadata: 'read' };
}

/**
 * What a job of a called workflow asks for beyond its caller's grants, as `scope: level`. A callee
 * that states nothing has exactly its caller's.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/reusable-workflows#supported-keywords-for-jobs-that-call-a-reusable-workflow
 */
export function grantsBeyond(asked: Grants, caller: Grants): readonly string[] {
  const rank = { none: 0, read: 1, write: 2 };
  return Object.entries(asked)
    .filter(([scope, level]) => scope !== 'metadata' && rank[level] > rank[caller[scope] ?? 'none'])
    .map(([scope, level]) => `${scope}: ${level}`);
}

const everyScope = (level: 'read' | 'write'): Grants =>
  Object.fromEntries(SCOPES.map((scope) => [scope, level]));
