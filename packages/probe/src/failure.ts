import { ProxyError } from '@release-train/http/proxy';
import type { FailureKind, Phase, ProbeFailure } from './probe.ts';

/** Thrown inside a probe where we refuse something; carries its kind. */
export class ProbeRefusal extends Error {
  readonly failure: FailureKind;
  readonly permanent: boolean;

  constructor(failure: FailureKind, message: string, permanent: boolean) {
    super(message);
    this.failure = failure;
    this.permanent = permanent;
  }
}

type Sort = Pick<ProbeFailure, 'failure' | 'side' | 'permanent'>;

const app = (failure: FailureKind, permanent = false): Sort => ({
  failure,
  side: 'app',
  permanent,
});
const probe = (failure: FailureKind): Sort => ({ failure, side: 'probe', permanent: false });

// https://nodejs.org/api/errors.html and OpenSSL's verify codes as Node names them.
const byCode: Readonly<Record<string, Sort>> = {
  ENOTFOUND: app('dns'),
  EAI_AGAIN: probe('dns'),
  ECONNREFUSED: app('connect'),
  EHOSTUNREACH: app('connect'),
  ETIMEDOUT: app('timeout'),
  // The place we probe from has no route (hosted runners have no IPv6): the app is not to blame.
  ENETUNREACH: probe('connect'),
  ENETDOWN: probe('connect'),
  EAFNOSUPPORT: probe('connect'),
  EADDRNOTAVAIL: probe('connect'),
  EACCES: probe('connect'),
  EPERM: probe('connect'),
  EMFILE: probe('connect'),
  ENFILE: probe('connect'),
  ECONNRESET: app('reset'),
  EPIPE: app('reset'),
  CERT_HAS_EXPIRED: app('tls', true),
  CERT_REVOKED: app('tls', true),
  ERR_TLS_CERT_ALTNAME_INVALID: app('tls', true),
  DEPTH_ZERO_SELF_SIGNED_CERT: app('tls', true),
  SELF_SIGNED_CERT_IN_CHAIN: app('tls', true),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: app('tls', true),
  UNABLE_TO_GET_ISSUER_CERT: app('tls', true),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: app('tls', true),
  // Its day may come while we wait.
  CERT_NOT_YET_VALID: app('tls'),
  EPROTO: app('tls'),
};

const inPhase: Readonly<Record<Phase, string>> = {
  dns: 'the name to be resolved',
  connect: 'the connection',
  tls: 'the TLS handshake',
  'first-byte': 'the first byte of the answer',
  body: 'the rest of the body',
};

/** Ours to refuse: a phase took longer than its own limit. */
export const phaseTimeout = (phase: Phase, limitMs: number): ProbeRefusal =>
  new ProbeRefusal('timeout', `waited ${limitMs} ms for ${inPhase[phase]}`, false);

/** Sorts whatever a request threw into a kind and a side. */
export function sortFailure(
  error: unknown,
  wasTimeout: boolean,
  phase?: Phase,
): Sort & { message: string } {
  if (error instanceof ProbeRefusal) {
    const { failure, permanent, message } = error;
    // What the probe was asked for is not what the app did.
    return { failure, permanent, message, side: failure === 'address-blocked' ? 'probe' : 'app' };
  }
  if (error instanceof ProxyError) {
    const { isPermanent: permanent, message } = error;
    return { failure: 'proxy', permanent, message, side: 'probe' };
  }
  if (wasTimeout) {
    const where = phase ? `, still waiting for ${inPhase[phase]}` : '';
    return { ...app('timeout'), message: `no complete answer in time${where}` };
  }
  const sorted = errorsOf(error).map(sortCode);
  // One address without a route does not excuse another that refused us.
  const [first] = [...sorted.filter(({ side }) => side === 'app'), ...sorted];
  return first ?? sortCode('');
}

function sortCode(code: string): Sort & { message: string } {
  const message = code || 'the connection failed';
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known) return { ...known, message };
  if (/^(HPE_|Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code)) return { ...app('decode'), message };
  if (/^ERR_(SSL|TLS)_/.test(code)) return { ...app('tls'), message };
  return { ...app('reset'), message };
}

const errorsOf = (error: unknown): string[] =>
  error instanceof AggregateError ? error.errors.map(codeOf) : [codeOf(error)];

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
