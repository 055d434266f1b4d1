import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type {
  ActionsBackend,
  Actor,
  Conclusion,
  GitHubEvent,
  GitHubUrls,
  NewRun,
  RunStatus,
} from '../../ports.ts';

export const REPOSITORY = 'acme/shop';

const AUTHOR = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

interface KnownRun extends NewRun {
  readonly id: number;
}

interface CheckRun {
  readonly name: string;
  status: RunStatus;
  conclusion?: Conclusion;
}

/** The Actions side of a GitHub over one real bare repository, with everything it was told kept. */
export class MemoryActionsBackend implements ActionsBackend {
  readonly folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
  readonly checkRuns: CheckRun[] = [];
  readonly issued: { token: string; permissions: Actor['permissions'] }[] = [];
  readonly revoked: string[] = [];
  readonly statuses: string[] = [];
  urls: GitHubUrls = { server: '', api: 'http://127.0.0.1/api/v3', graphql: 'http://127.0.0.1/g' };
  readonly #runs: KnownRun[] = [];
  readonly #listeners: ((event: GitHubEvent) => void)[] = [];
  readonly #approvals: ((runId: number) => void)[] = [];

  constructor() {
    this.urls = { ...this.urls, server: `file://${this.folder}` };
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', this.gitDir()]);
  }

  gitDir = (): string => join(this.folder, `${REPOSITORY}.git`);
  defaultBranch = (): string => 'main';
  /** Paths of workflows that are switched off. */
  readonly disabled = new Set<string>();
  startsRuns = (_repository: string, path: string): boolean => !this.disabled.has(path);
  repositories = (): readonly string[] => [REPOSITORY];
  repositoryPayload = () => ({ full_name: REPOSITORY, default_branch: 'main' });
  onEvent = (listener: (event: GitHubEvent) => void): void => void this.#listeners.push(listener);
  onRunApproved = (listener: (id: number) => void): void => void this.#approvals.push(listener);
  approve = (runId: number): void => {
    for (const listener of this.#approvals) listener(runId);
  };
  emit = (event: GitHubEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };

  issueRunToken(_repository: string, permissions: Actor['permissions']): string {
    const token = `ghs_run${this.issued.length}secret`;
    this.issued.push({ token, permissions });
    return token;
  }
  issueAppToken = (_repository: string, slug: string): string => `ghs_app_${slug}_secret`;
  revoke = (token: string): void => void this.revoked.push(token);

  createRun(run: NewRun): number {
    const known = { ...run, id: this.#runs.length + 100 };
    this.#runs.push(known);
    this.#announce(known, 'requested', null);
    return known.id;
  }

  updateRun(id: number, change: { status: RunStatus; conclusion?: Conclusion }): void {
    const run = this.#runs.find((candidate) => candidate.id === id);
    if (!run) throw new Error(`no run ${id}`);
    this.statuses.push(`${run.workflowName}: ${change.conclusion ?? change.status}`);
    this.#announce(run, change.status, change.conclusion ?? null);
  }

  createCheckRun({ name }: { name: string }): number {
    return this.checkRuns.push({ name, status: 'queued' }) - 1;
  }
  updateCheckRun(id: number, change: { status: RunStatus; conclusion?: Conclusion }): void {
    Object.assign(this.checkRuns[id]!, change);
  }

  /** Commits files on a branch of the bare repository; returns the commit. */
  commit(files: Readonly<Record<string, string>>, message = 'change', branch = 'main'): string {
    const work = mkdtempSync(join(this.folder, 'work-'));
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: work,
        encoding: 'utf8',
        env: { ...process.env, ...AUTHOR },
      });
    git('init', '-q', '.');
    git('remote', 'add', 'origin', this.gitDir());
    git('fetch', '-q', 'origin');
    const known = git('branch', '-r', '--format=%(refname:short)').split('\n');
    const start = [`origin/${branch}`, 'origin/main'].find((name) => known.includes(name));
    git('checkout', '-q', '-B', branch, ...(start ? [start] : []));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    git('push', '-q', 'origin', branch);
    return git('rev-parse', 'HEAD').trim();
  }

  tag(name: string, commit: string): void {
    execFileSync('git', ['--git-dir', this.gitDir(), 'tag', name, commit]);
  }

  dispose = (): void => rmSync(this.folder, { recursive: true, force: true });

  #announce(run: KnownRun, status: string, conclusion: string | null): void {
    this.emit({
      name: 'workflow_run',
      action: status,
      repository: run.repository,
      actor: { ...run.event.actor, token: 'github-token' },
      ref: 'refs/heads/main',
      sha: execFileSync('git', ['--git-dir', this.gitDir(), 'rev-parse', 'main'], {
        encoding: 'utf8',
      }).trim(),
      payload: {
        workflow_run: {
          id: run.id,
          name: run.workflowName,
          head_branch: run.headBranch,
          head_sha: run.headSha,
          conclusion,
        },
      },
    });
  }
}
