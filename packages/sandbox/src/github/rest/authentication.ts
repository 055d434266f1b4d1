/** Who asks, and what their token lets them do. */
import type { Actor } from '../../ports.ts';
import type { Credential, World } from '../model.ts';

/** A scope of `permissions:` in a workflow file. */
export type Permission =
  | 'actions'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'metadata'
  | 'pull-requests'
  | 'statuses';

/** `Bearer`, `token`, or Basic with the token as password, as git sends it. */
export function readCredential(world: World, header: string | undefined): Credential | null {
  const [, scheme = '', value = ''] = /^(\w+)\s+(\S+)$/.exec(header ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return world.credentials.get(value) ?? null;
    case 'basic': {
      const text = Buffer.from(value, 'base64').toString();
      return world.credentials.get(text.slice(text.indexOf(':') + 1)) ?? null;
    }
    default:
      return null;
  }
}

/** Tokens without a list of permissions (people, installed apps) may do everything but administer. */
export function grants(actor: Actor, permission: Permission, level: 'read' | 'write'): boolean {
  if (!actor.permissions || permission === 'metadata') return true;
  const granted = actor.permissions[permission] ?? 'none';
  return granted === 'write' || granted === level;
}
