/**
 * Bundles every action (or those named) into its dist/. With --check: writes nothing there
 * and fails on any difference, an extra file included.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { minifySync } from 'oxc-minify';
import { actionNames, root } from './actions.ts';

interface NccResult {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
}

type Ncc = (input: string, options: Record<string, unknown>) => Promise<NccResult>;

// ncc is CommonJS without types.
const ncc: Ncc = createRequire(import.meta.url)('@vercel/ncc');
const isCheck = process.argv.includes('--check');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const different: string[] = [];
/** A file for each chunk: under one name the last chunk's would replace the others. */
const licences = '.licenses.txt';

for (const name of asked.length > 0 ? asked : actionNames()) {
  const files = await bundle(name);
  if (isCheck) different.push(...differences(name, files));
  else write(join(root, 'actions', name, 'dist'), files);
  const kilobytes = Math.round((files.get('index.js')?.length ?? 0) / 1000);
  console.log(`${name}: ${kilobytes} kB${files.size > 3 ? `, ${files.size} files` : ''}`);
}

if (different.length > 0) {
  console.error(
    `dist differs from a fresh build: ${different.join(', ')}\nrun \`pnpm build\` and commit the result`,
  );
  process.exitCode = 1;
}

async function bundle(name: string): Promise<Map<string, Buffer>> {
  const { code, assets } = await compiled(join(root, 'actions', name, 'src/main.ts'));
  const files = new Map([['index.js', small('index.js', code)]]);
  const notices = Object.keys(assets).filter((path) => path.endsWith(licences));
  files.set('licenses.txt', Buffer.from(notices.map((path) => assets[path]?.source).join('\n\n')));
  for (const [path, { source }] of Object.entries(assets)) {
    if (!path.endsWith(licences))
      files.set(path, path.endsWith('.js') ? small(path, source.toString()) : Buffer.from(source));
  }
  files.set('package.json', Buffer.from('{ "type": "module" }\n'));
  return new Map([...files].filter(([path]) => !path.endsWith('.d.ts')));
}

/** @throws Error with ncc's message alone; its stack is the source of webpack */
async function compiled(entry: string): Promise<NccResult> {
  try {
    return await ncc(entry, {
      cache: false,
      quiet: true,
      // Types are checked by `tsc`, once for the whole repository.
      transpileOnly: true,
      target: 'es2022',
      license: `[name]${licences}`,
      sourceMapRegister: false,
    });
  } catch (error) {
    throw new Error(`${entry} does not build: ${error instanceof Error ? error.message : error}`);
  }
}

/** ncc's own minifier leaves unused code in; this one is half the size. */
function small(path: string, code: string): Buffer {
  const { code: minified, errors } = minifySync(path, code, { module: true });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return Buffer.from(minified);
}

function write(dist: string, files: ReadonlyMap<string, Buffer>): void {
  rmSync(dist, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), bytes);
  }
}

/** The wrong, missing and extra files; the right ones are left in fresh-dist/ to look at. */
function differences(name: string, files: ReadonlyMap<string, Buffer>): string[] {
  const dist = join(root, 'actions', name, 'dist');
  const present = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1));
  const wrong = [...files].filter(
    ([path, bytes]) => !present.includes(path) || !readFileSync(join(dist, path)).equals(bytes),
  );
  const extra = present.filter((path) => !files.has(path));
  if (wrong.length + extra.length > 0) write(join(root, 'fresh-dist', name), files);
  return [...wrong.map(([path]) => path), ...extra].map((path) =>
    join('actions', name, 'dist', path),
  );
}
