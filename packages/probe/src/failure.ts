import type { FailureKind, ProbeFailure } from './probe.ts';

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
  EADDRNOTAVAIL: probe('connect'),
  EMFILE: probe('connect'),
  ECONNRESET: app('reset'),
  EPIPE: app('reset'),
  CERT_HAS_EXPIRED: app('tls', true),
  ERR_TLS_CERT_ALTNAME_INVALID: app('tls', true),
  DEPTH_ZERO_SELF_SIGNED_CERT: app('tls', true),
  SELF_SIGNED_CERT_IN_CHAIN: app('tls', true),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: app('tls', true),
  EPROTO: app('tls'),
};

/** Sorts whatever a request threw into a kind and a side. */
export function sortFailure(error: unknown, wasTimeout: boolean): Sort & { message: string } {
  if (error instanceof ProbeRefusal) {
    // A refused address is how the probe was asked, not what the app did.
    const side = error.failure === 'address-blocked' ? 'probe' : 'app';
    const { failure, permanent, message } = error;
    return { failure, permanent, message, side };
  }
  if (wasTimeout) return { ...app('timeout'), message: 'no complete answer in time' };
  const code = codeOf(error);
  const known = byCode[code] ?? (/^(HPE_|Z_|ERR_BROTLI)/.test(code) ? app('decode') : app('reset'));
  return { ...known, message: code || 'the connection failed' };
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
