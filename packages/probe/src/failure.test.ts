import { ProxyError } from '@release-train/http/proxy';
import { describe, expect, it } from 'vitest';
import { ProbeRefusal, sortFailure } from './failure.ts';

const coded = (code: unknown): Error => Object.assign(new Error('secret detail'), { code });

describe('a failure', () => {
  it.each([
    ['ENOTFOUND', 'dns', 'app', false],
    ['EAI_AGAIN', 'dns', 'probe', false],
    ['ECONNREFUSED', 'connect', 'app', false],
    ['ENETUNREACH', 'connect', 'probe', false],
    ['ETIMEDOUT', 'timeout', 'app', false],
    ['ECONNRESET', 'reset', 'app', false],
    ['EPROTO', 'tls', 'app', false],
    ['EAFNOSUPPORT', 'connect', 'probe', false],
    ['CERT_HAS_EXPIRED', 'tls', 'app', true],
    ['CERT_NOT_YET_VALID', 'tls', 'app', false],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', 'app', true],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'tls', 'app', false],
    ['constructor', 'reset', 'app', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'app', true],
    ['HPE_INVALID_CONSTANT', 'decode', 'app', false],
    ['Z_DATA_ERROR', 'decode', 'app', false],
    ['ERR_BROTLI_DECODER_ERROR', 'decode', 'app', false],
    ['EWHATEVER', 'reset', 'app', false],
  ])('with code %s', (...[code, failure, side, permanent]) => {
    expect(sortFailure(coded(code), false)).toEqual({ failure, side, permanent, message: code });
  });

  it.each([
    ['ENETUNREACH', 'ECONNREFUSED', 'app', 'ECONNREFUSED'],
    ['ECONNREFUSED', 'ENETUNREACH', 'app', 'ECONNREFUSED'],
    ['ENETUNREACH', 'EADDRNOTAVAIL', 'probe', 'ENETUNREACH'],
  ])(
    'of two addresses, %s and %s, is the app’s where one of them is: %s',
    (...[one, other, side, message]) => {
      const error = new AggregateError([coded(one), coded(other)]);
      expect(sortFailure(error, false)).toMatchObject({ side, message });
    },
  );

  it('at the deadline is a timeout, whatever broke because of it', () => {
    expect(sortFailure(coded('ECONNRESET'), true)).toMatchObject({
      failure: 'timeout',
      side: 'app',
    });
    expect(sortFailure(coded('x'), true, 'tls').message).toBe(
      'no complete answer in time, still waiting for the TLS handshake',
    );
  });

  it('of the proxy is not the app’s fault', () => {
    expect(sortFailure(new ProxyError('no'), false).side).toBe('probe');
  });

  it('that we refused keeps its kind and words, and a refused address is not the app’s fault', () => {
    expect(sortFailure(new ProbeRefusal('address-blocked', 'no', true), true)).toEqual({
      failure: 'address-blocked',
      message: 'no',
      permanent: true,
      side: 'probe',
    });
    expect(sortFailure(new ProbeRefusal('body-too-large', 'no', false), false).side).toBe('app');
  });

  it.each([coded(17), new Error('secret detail'), 'secret detail'])(
    'without a code tells no detail: %s',
    (error) => {
      expect(sortFailure(error, false).message).toBe('the connection failed');
    },
  );
});
