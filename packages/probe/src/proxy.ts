import { type RequestOptions, request as requestHttp } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { ProbeRefusal } from './failure.ts';
import { https } from './lazy-builtins.ts';
import type { Network } from './network.ts';

/**
 * The proxy that the usual variables name for a URL, as curl reads them
 * (https://curl.se/docs/manpage.html#ENVIRONMENT), but for HTTP_PROXY in upper case, which is
 * heard too: no request can set a runner's environment.
 *
 * @throws ProbeRefusal `proxy` for one that is not an http:// or https:// URL
 */
export function proxyFor(url: URL, environment: Network['environment']): URL | undefined {
  const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = variable(environment, name);
  if (text === '' || isExempt(url, variable(environment, 'no_proxy'))) return undefined;
  const full = text.includes('://') ? text : `http://${text}`;
  const proxy = URL.canParse(full) ? new URL(full) : undefined;
  if (proxy && /^https?:$/.test(proxy.protocol) && isReadable(proxy)) return proxy;
  // The value may hold a password.
  const message = `${name.toUpperCase()} is not an http:// or https:// URL; no other kind of proxy is supported`;
  throw new ProbeRefusal('proxy', message, true);
}

/** A percent sign that stands for itself must be written %25. */
function isReadable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

const variable = (environment: Network['environment'], name: string): string =>
  environment[name] ?? environment[name.toUpperCase()] ?? '';

/** `example.com` and `.example.com` exempt the name and all below it; a port may follow; `*` is all. */
function isExempt(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const groups = /^\*?\.?(?<host>\[[^\]]+\]|[^:]+|.*:.*:.*?)(?::(?<port>\d+))?$/.exec(
      entry,
    )?.groups;
    const host = groups?.['host']?.toLowerCase();
    if (!host || (groups?.['port'] ?? port) !== port) return false;
    const own = url.hostname;
    return own === host || own === `[${host}]` || own.endsWith(`.${host}`);
  });
}

/** What an http:// request through the proxy needs: the proxy's address and the absolute form. */
export const absoluteForm = (proxy: URL, url: URL): RequestOptions => ({
  ...addressOf(proxy),
  path: url.origin + url.pathname + url.search,
});

export const proxyHeaders = (proxy: URL): Record<string, string> => {
  const [user, password] = [proxy.username, proxy.password].map(decodeURIComponent);
  if (!user && !password) return {};
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return { 'proxy-authorization': `Basic ${basic}` };
};

const addressOf = ({ protocol, hostname, port }: URL): RequestOptions & { servername?: string } => {
  const host = hostname.replace(/^\[|\]$/g, '');
  const address = { protocol, hostname: host, port: port || (protocol === 'https:' ? 443 : 80) };
  // Node would take the name to verify from the header `host`, which is the page's.
  return protocol === 'https:' ? { ...address, servername: isIP(host) ? '' : host } : address;
};

/** Sends to the proxy itself; its certificate is always verified. */
export const requestOf = ({ protocol }: URL): typeof requestHttp =>
  protocol === 'https:' ? https().request : requestHttp;

/**
 * A connection to the host of an https:// URL by CONNECT. Node's own `proxyEnv` of an agent does
 * not hear the signal while the tunnel is being opened, so a silent proxy would outlive a deadline.
 *
 * @throws ProbeRefusal `proxy` whatever goes wrong before the tunnel stands
 */
export function openTunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${url.port || 443}`;
  return new Promise((resolve, reject) => {
    const outgoing = requestOf(proxy)({
      ...addressOf(proxy),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      agent: false,
      signal,
    });
    outgoing.on('connect', ({ statusCode }, socket, head) => {
      if (statusCode === 200 && head.length === 0) return resolve(socket);
      socket.destroy();
      reject(proxyFailure(`answered ${statusCode} to CONNECT`));
    });
    outgoing.on('response', ({ statusCode }) => {
      outgoing.destroy();
      reject(proxyFailure(`answered ${statusCode} to CONNECT`));
    });
    outgoing.on('error', (error) => reject(signal.aborted ? error : proxyFailure(codeOf(error))));
    outgoing.end();
  });
}

export const proxyFailure = (what: string): ProbeRefusal =>
  new ProbeRefusal('proxy', `the proxy of the environment: ${what}`, false);

export const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : 'the connection failed';
