import { type RequestOptions, request as requestHttp } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { https, tls } from './lazy-builtins.ts';

/** Variables by name, usually `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy of the environment cannot be used, refused or failed: not the fault of the host behind it. */
export class ProxyError extends Error {
  /** It cannot be used as it is written; another try changes nothing. */
  readonly isPermanent: boolean;

  constructor(message: string, isPermanent = false) {
    super(message);
    this.isPermanent = isPermanent;
  }
}

/**
 * The proxy that the usual variables name for a URL, as curl reads them
 * (https://curl.se/docs/manpage.html#ENVIRONMENT), but for HTTP_PROXY in upper case, which is
 * heard too: no request can set a runner's environment.
 *
 * @throws ProxyError for one that is not an http:// or https:// URL
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = variable(environment, name);
  if (text === '' || isExempt(url, variable(environment, 'no_proxy'))) return undefined;
  const full = text.includes('://') ? text : `http://${text}`;
  const proxy = URL.canParse(full) ? new URL(full) : undefined;
  if (proxy && /^https?:$/.test(proxy.protocol) && isReadable(proxy)) return proxy;
  // The value may hold a password.
  const message = `${name.toUpperCase()} is not an http:// or https:// URL; no other kind of proxy is supported`;
  throw new ProxyError(message, true);
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

const variable = (environment: Environment, name: string): string =>
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

/** An http:// request through the proxy: to the proxy's address, in the absolute form. */
export const throughProxy = (proxy: URL, url: URL) =>
  ({
    agent: false,
    ...addressOf(proxy),
    path: url.origin + url.pathname + url.search,
    headers: { ...proxyHeaders(proxy), host: url.host },
  }) satisfies RequestOptions;

/** An https:// request through what `openTunnel` opened. */
export function throughTunnel(tunnel: Socket, url: URL, { rejectUnauthorized = true } = {}) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const options = { socket: tunnel, host, rejectUnauthorized };
  return {
    // Without an agent Node does not know the default port of https and would write `:80`.
    headers: { host: url.host },
    createConnection: () => tls().connect(isIP(host) ? options : { ...options, servername: host }),
  } satisfies RequestOptions;
}

const proxyHeaders = (proxy: URL): Record<string, string> => {
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
 * @throws ProxyError whatever goes wrong before the tunnel stands
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

export const proxyFailure = (what: string): ProxyError =>
  new ProxyError(`the proxy of the environment: ${what}`);

export const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : 'the connection failed';
