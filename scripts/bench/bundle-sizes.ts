import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { actionNames, root } from '../actions.ts';
import { kept, printTable } from './table.ts';

/** Kilobytes of the entry chunk. */
const budgets: Readonly<Record<string, number>> = {
  'create-release-pr': 650,
  'health-check': 300,
  'post-deploy-monitor': 300,
  'railway-wait-deploy': 300,
  'release-doctor': 900,
  'release-report': 650,
  'sync-staging': 650,
};

export function bundleSizes(): void {
  const rows = actionNames().flatMap((name) => {
    const dist = join(root, 'actions', name, 'dist');
    if (!existsSync(join(dist, 'index.js'))) return [];
    const kilobytes = (file: string): number => statSync(join(dist, file)).size / 1000;
    const chunks = readdirSync(dist).filter((file) => file.endsWith('.js'));
    const entry = kilobytes('index.js');
    const budget = budgets[name] ?? 650;
    const all = chunks.reduce((sum, file) => sum + kilobytes(file), 0);
    return [[name, entry.toFixed(0), all.toFixed(0), `${budget}`, kept(entry <= budget)]];
  });
  printTable('Bundles', [['action', 'entry kB', 'all chunks kB', 'budget of entry', ''], ...rows]);
}
