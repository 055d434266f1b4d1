import { cp, glob, mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { StepWork } from './step-work.ts';

/** Copies files to `<workRoot>/artifacts/<run id>/<name>`, where they outlive the run. */
export async function uploadArtifact(
  inputs: ReadonlyMap<string, string>,
  work: StepWork,
): Promise<string | null> {
  const { workspace } = work.job.folders;
  const { run } = work.job;
  const name = inputs.get('name') || 'artifact';
  if (!/^[^"<>|*?:\r\n\\/]+$/.test(name)) return `the artifact name "${name}" is not valid`;
  const patterns = (inputs.get('path') ?? '').split('\n').map((line) => line.trim());
  const files = await matchingFiles(
    patterns.filter((line) => line !== ''),
    workspace,
  );
  if (files.length === 0) return nothingFound(inputs, work);
  const target = join(run.options.workRoot, 'artifacts', String(run.record.id), name);
  const root = commonFolder(files);
  for (const file of files) {
    const copy = join(target, relative(root, file));
    await mkdir(dirname(copy), { recursive: true });
    await cp(file, copy);
  }
  work.log.note(`artifact "${name}": ${files.length} file(s)`);
  work.outputs['artifact-url'] = `file://${target}`;
  return null;
}

async function matchingFiles(patterns: readonly string[], cwd: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pattern of patterns) {
    for await (const entry of glob(pattern, { cwd })) {
      const path = resolve(cwd, entry);
      const entries = (await stat(path)).isDirectory() ? glob('**', { cwd: path }) : [''];
      for await (const inner of entries) found.push(resolve(path, inner));
    }
  }
  const kinds = await Promise.all(found.map(async (path) => (await stat(path)).isFile()));
  return [...new Set(found.filter((_, index) => kinds[index]))];
}

function nothingFound(inputs: ReadonlyMap<string, string>, { log }: StepWork): string | null {
  const message = `No files were found with the provided path: ${inputs.get('path') ?? ''}.`;
  switch (inputs.get('if-no-files-found') || 'warn') {
    case 'error':
      return message;
    case 'ignore':
      return null;
    default:
      log.annotate('warning', message);
      return null;
  }
}

/** The least common ancestor of the files, which the paths in an artifact are relative to. */
function commonFolder(files: readonly string[]): string {
  return files.map(dirname).reduce((common, folder) => {
    let shared = common;
    while (relative(shared, folder).startsWith('..')) shared = dirname(shared);
    return shared;
  });
}
