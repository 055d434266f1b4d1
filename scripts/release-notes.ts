/** Prints the part of CHANGELOG.md for a tag: `node scripts/release-notes.ts v1.2.3`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './actions.ts';
import { releaseNotes } from './changelog.ts';

const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const notes = releaseNotes(changelog, { tag: process.argv[2] ?? '', version });
if (notes.kind === 'refused') {
  console.error(notes.why);
  process.exitCode = 1;
} else {
  console.log(notes.text);
}
