import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParsedWorkflow, Workflow } from '@release-train/workflows';
import { startGitHub } from '../github/index.ts';
import { startRunner } from '../runner/index.ts';
import { type RepositoryFiles, repositoryFiles } from '../runner/repository-files.ts';
import { createWorkflowCatalog } from '../runner/workflow-catalog.ts';
import type { Rehearsal } from './arguments.ts';
import { openOriginal } from './copied-repository.ts';
import { Refusal } from './refusal.ts';
import { playRelease } from './release.ts';
import { renderBroken, renderSilent, renderStage, renderStubs } from './render.ts';
import { Story } from './story.ts';

/**
 * Plays a release of a copy of the user's repository and tells which workflows fire.
 *
 * @param checkout where `release-train/release-train/actions/<name>@v1` is found
 * @throws Refusal where there is nothing to rehearse
 */
export async function rehearse(wanted: Rehearsal, checkout: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'rehearsal-'));
  try {
    return await rehearseIn(root, wanted, checkout);
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function rehearseIn(root: string, wanted: Rehearsal, checkout: string): Promise<string> {
  const original = await openOriginal(wanted.folder, root);
  await using github = await openGitHub(join(root, 'github'));
  const { slug } = original;
  const defaultBranch = original.defaultBranch ?? wanted.base;
  github.createRepository({ repository: slug, defaultBranch });
  await original.copyInto(github.gitDir(slug));
  const files = repositoryFiles(github.gitDir(slug));
  refuseMissing(await original.branches(github.gitDir(slug)), wanted);
  const workflows = await workflowsOf(files, wanted);
  const tips = await tipsOf(files, wanted.head);
  if (tips.before) await original.rewind(github.gitDir(slug), wanted.head, tips.before);
  const story = new Story();
  const runner = startRunner({
    github,
    actionsRoot: checkout,
    workRoot: join(root, 'work'),
    secrets: {},
    vars: {},
    environment: {},
    onProgress: story.hear,
    steps: wanted.run ? 'execute' : 'stub',
  });
  const scheduled = parsedOf(await workflowsAt(files, `refs/heads/${defaultBranch}`));
  await playRelease({ github, runner, story, slug, scheduled }, wanted, tips);
  await runner.close();
  return [
    `${slug}: a release from "${wanted.head}" to "${wanted.base}"`,
    ...story.stages.map((stage, index) => renderStage(stage, index + 1)),
    ...renderBroken(story.stages),
    renderSilent(workflows, story.stages),
    ...(wanted.run ? [] : [renderStubs(story.stages)]),
  ].join('\n\n');
}

async function openGitHub(root: string) {
  const github = await startGitHub({ root });
  return { ...github, [Symbol.asyncDispose]: () => github.close() };
}

/** @throws Refusal that names the branches there are */
function refuseMissing(branches: readonly string[], { head, base }: Rehearsal): void {
  for (const [flag, branch] of [
    ['--base', base],
    ['--head', head],
  ] as const) {
    if (branches.includes(branch)) continue;
    const shown = branches.slice(0, 10).map((name) => `"${name}"`);
    const more =
      branches.length > shown.length ? ` and ${branches.length - shown.length} more` : '';
    const there = shown.length === 0 ? 'It has no commit.' : `It has ${shown.join(', ')}${more}.`;
    const hint = `${there} Name the branch that you use instead with "${flag}".`;
    throw new Refusal(`the repository has no branch "${branch}"`, hint);
  }
}

/** Of both branches; where they differ, as `head` has them: that is what will be released. */
async function workflowsOf(
  files: RepositoryFiles,
  { head, base }: Rehearsal,
): Promise<readonly Workflow[]> {
  const found = [
    ...(await workflowsAt(files, `refs/heads/${base}`)),
    ...(await workflowsAt(files, `refs/heads/${head}`)),
  ];
  if (found.length === 0) {
    const hint = 'Workflows are the .yml files there, in a commit of one of the two branches.';
    throw new Refusal(`neither "${base}" nor "${head}" has a file in .github/workflows`, hint);
  }
  return [...new Map(parsedOf(found).map((one) => [one.path, one])).values()];
}

async function workflowsAt(files: RepositoryFiles, ref: string) {
  const commit = await files.resolve(`${ref}^{commit}`);
  return commit ? createWorkflowCatalog().at(files, commit) : [];
}

const parsedOf = (found: readonly ParsedWorkflow[]): readonly Workflow[] =>
  found.flatMap((one) => (one.kind === 'parsed' ? [one.workflow] : []));

async function tipsOf(files: RepositoryFiles, branch: string) {
  const head = (await files.resolve(`refs/heads/${branch}^{commit}`)) ?? '';
  const before = (await files.resolve(`${head}^1^{commit}`)) ?? undefined;
  return { head, before };
}
