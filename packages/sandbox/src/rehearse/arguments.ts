import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from './refusal.ts';

export interface Rehearsal {
  /** Absolute. */
  readonly folder: string;
  /** Where work gathers, and where releases go. */
  readonly head: string;
  readonly base: string;
  /** Execute the user's `run:` steps, in isolation. */
  readonly run: boolean;
}

const USAGE = 'Usage: npm run rehearse -- <folder> [--head staging] [--base main] [--run]';

/** @throws Refusal where the command line makes no sense */
export function parseRehearsal(args: readonly string[], cwd: string): Rehearsal {
  const { values, positionals } = parsed(args);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) {
    throw new Refusal(`one folder is needed, got ${positionals.length}`, USAGE);
  }
  const { head, base, run } = values;
  if (head === base) throw new Refusal(`"--head" and "--base" are both "${head}"`, USAGE);
  return { folder: resolve(cwd, folder), head, base, run };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        head: { type: 'string', default: 'staging' },
        base: { type: 'string', default: 'main' },
        run: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), USAGE);
  }
}
