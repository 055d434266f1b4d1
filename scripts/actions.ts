/** The actions of this repository, found by their folders. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionContract } from '@release-train/action-kit';

export const root = join(import.meta.dirname, '..');

export const actionNames = (): string[] =>
  readdirSync(join(root, 'actions'))
    .filter((name) => existsSync(join(root, 'actions', name, 'src/contract.ts')))
    .sort();

export async function readContract(name: string): Promise<ActionContract> {
  const module: { contract: ActionContract } = await import(
    join(root, 'actions', name, 'src/contract.ts')
  );
  if (module.contract.name !== name) {
    throw new Error(`actions/${name}/src/contract.ts calls itself "${module.contract.name}"`);
  }
  return module.contract;
}
