/** What a path is answered with. Health shows the commit that Railway built. */
export function answer(path, env) {
  if (path === '/health') {
    const commit = env.RAILWAY_GIT_COMMIT_SHA ?? 'unknown';
    return { status: 200, type: 'application/json', body: JSON.stringify({ ok: true, commit }) };
  }
  if (path === '/') return { status: 200, type: 'text/html', body: '<h1>Hello</h1>\n' };
  return { status: 404, type: 'text/plain', body: 'not found\n' };
}
