import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type ActionMetadata, parseAction } from '@release-train/workflows';

export type Imitated =
  | 'actions/checkout'
  | 'actions/create-github-app-token'
  | 'actions/setup-node'
  | 'actions/upload-artifact';

export type ActionReference =
  /** One of our own, from the checkout. */
  | { readonly kind: 'own'; readonly name: string }
  /** `./path` in the workspace; whether it is there shows only after a checkout. */
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'imitated'; readonly action: Imitated }
  | { readonly kind: 'unsupported'; readonly reason: string };

const IMITATED: readonly Imitated[] = [
  'actions/checkout',
  'actions/create-github-app-token',
  'actions/setup-node',
  'actions/upload-artifact',
];

const OWN = /^release-train\/release-train\/actions\/([a-z0-9][a-z0-9-]*)@(.+)$/;

export function parseActionReference(uses: string): ActionReference {
  if (uses.startsWith('./')) return { kind: 'local', path: uses };
  const own = OWN.exec(uses);
  if (own) {
    const [, name = '', ref = ''] = own;
    if (ref === 'v1') return { kind: 'own', name };
    return unsupported(`the action "${uses}": only "@v1" maps to this checkout`);
  }
  if (uses.startsWith('docker://')) return unsupported(`the Docker action "${uses}"`);
  const imitated = IMITATED.find((name) => uses.startsWith(`${name}@`));
  return imitated ? { kind: 'imitated', action: imitated } : unsupported(`the action "${uses}"`);
}

const unsupported = (reason: string): ActionReference => ({ kind: 'unsupported', reason });

export type LoadedAction =
  | {
      readonly kind: 'loaded';
      readonly action: ActionMetadata;
      readonly folder: string;
      readonly main: string;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Folder of an own or a local action; local ones may not leave the workspace. */
export function actionFolder(
  reference: ActionReference & { readonly kind: 'own' | 'local' },
  roots: { readonly actionsRoot: string; readonly workspace: string },
): string | null {
  if (reference.kind === 'own') return join(roots.actionsRoot, 'actions', reference.name);
  const folder = resolve(roots.workspace, reference.path);
  return relative(roots.workspace, folder).startsWith('..') ? null : folder;
}

/** Reads `action.yml` and refuses by name what is no plain node24 action. */
export function loadAction(folder: string, uses: string): LoadedAction {
  const path = ['action.yml', 'action.yaml'].map((name) => join(folder, name)).find(existsSync);
  if (!path) return refused(`"${uses}" has no action.yml in the checkout`);
  const parsed = parseAction({ path, text: readFileSync(path, 'utf8') });
  if (parsed.kind === 'broken') {
    const messages = parsed.errors.map(({ message, line }) => `line ${line ?? '?'}: ${message}`);
    return refused(`the action.yml of "${uses}" is not valid: ${messages.join('; ')}`);
  }
  const { using, main, pre, post } = parsed.action.runs;
  if (using !== 'node24') return refused(`"${uses}" with runs.using "${using}"`);
  if (pre !== undefined) return refused(`"${uses}" with runs.pre "${pre}"`);
  if (post !== undefined) return refused(`"${uses}" with runs.post "${post}"`);
  if (!main) return refused(`"${uses}" without runs.main`);
  return { kind: 'loaded', action: parsed.action, folder, main: resolve(folder, main) };
}

const refused = (reason: string): LoadedAction => ({ kind: 'refused', reason });
