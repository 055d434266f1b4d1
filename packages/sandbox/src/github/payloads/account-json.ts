import type { Actor } from '../../ports.ts';
import type { Identity } from '../git/commits.ts';
import type { Account, World } from '../model.ts';

/** A stable opaque id in the style of GitHub's global node ids. */
export const nodeId = (prefix: string, id: number): string =>
  `${prefix}_kw${Buffer.from(String(id)).toString('base64url')}`;

export function accountOf(world: World, login: string): Account {
  const known = world.accounts.get(login);
  if (known) return known;
  const bot = login.endsWith('[bot]');
  const id = login === 'github-actions[bot]' ? 41898282 : world.nextId();
  const account: Account = { id, login, type: bot ? 'Bot' : 'User' };
  world.accounts.set(login, account);
  return account;
}

export function accountJson(world: World, login: string) {
  const { id, type } = accountOf(world, login);
  const url = `${world.urls.api}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `${world.urls.server}/avatars/u/${id}`,
    gravatar_id: '',
    url,
    html_url: `${world.urls.server}/${login.replace(/\[bot\]$/, '')}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** `GET /user`: what anybody may know of an account. */
export function userJson(world: World, login: string) {
  const unsaid = {
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
  };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const since = '2020-01-01T00:00:00Z';
  return {
    ...accountJson(world, login),
    name: null,
    ...unsaid,
    ...counts,
    created_at: since,
    updated_at: since,
  };
}

/** Who stands in a commit that the server makes for somebody. */
export function identityOf(world: World, actor: Pick<Actor, 'login'>): Identity {
  const { id, login } = accountOf(world, actor.login);
  const email = `${id}+${login}@users.noreply.github.com`;
  return { name: login, email, seconds: Math.floor(Date.now() / 1000) };
}

/** GitHub itself commits what its merge button makes. */
export const serverIdentity = (): Identity => ({
  name: 'GitHub',
  email: 'noreply@github.com',
  seconds: Math.floor(Date.now() / 1000),
});

/** The account a commit belongs to, found by its noreply address or by its name. */
export function loginOf(world: World, identity: Identity): string | null {
  const [, byEmail] = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(identity.email) ?? [];
  const login = byEmail ?? identity.name;
  return world.accounts.has(login) ? login : null;
}
