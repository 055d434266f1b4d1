import type { Expectations, RevisionSource, Verdict } from './expectation.ts';
import { judge } from './judge.ts';
import type { Probe, ProbeRequest } from './probe.ts';
import { redactorOf } from './redactor.ts';
import type { NamedUrl, requestInputs } from './request-inputs.ts';

/** One endpoint with all that is needed to probe and judge it. */
export interface Endpoint {
  readonly name: string;
  readonly request: ProbeRequest;
  readonly expectations: Expectations;
  readonly revision?: { readonly expected: string; readonly source: RevisionSource };
}

type SharedInputs = {
  readonly [K in keyof typeof requestInputs]: SharedValue<(typeof requestInputs)[K]>;
};

type SharedValue<S> = S extends { type: { _zod: { output: infer T } } }
  ? S extends { required: true } | { default: string }
    ? T
    : T | undefined
  : never;

/** Expectations that only some actions ask for. */
export interface ExtraExpectations {
  readonly maxLatencyMs?: number | undefined;
  readonly failFast?: Expectations['status'] | undefined;
}

/** The endpoints that the shared inputs describe. */
export const endpointsOf = (inputs: SharedInputs, extra: ExtraExpectations = {}): Endpoint[] =>
  inputs.url.map((target) => endpointOf(target, inputs, extra));

function endpointOf(
  { name, url }: NamedUrl,
  inputs: SharedInputs,
  extra: ExtraExpectations,
): Endpoint {
  const expected = inputs['expect-revision'];
  const source = inputs['revision-from'];
  return {
    name,
    request: {
      url,
      method: inputs.method,
      headers: inputs.headers ?? {},
      timeoutMs: inputs['request-timeout'],
      allowPrivate: inputs['allow-private'],
      tlsVerify: inputs['tls-verify'],
      redirects: inputs.redirects,
      ipFamily: inputs['ip-family'],
      ...(inputs['phase-timeouts'] ? { phaseLimitsMs: inputs['phase-timeouts'] } : {}),
    },
    expectations: expectationsOf(inputs, extra),
    ...(expected !== undefined && source ? { revision: { expected, source } } : {}),
  };
}

const expectationsOf = (
  inputs: SharedInputs,
  { maxLatencyMs, failFast }: ExtraExpectations,
): Expectations => ({
  status: inputs['expect-status'],
  ...(inputs['expect-json'] ? { json: inputs['expect-json'] } : {}),
  ...(inputs['expect-body'] === undefined ? {} : { body: inputs['expect-body'] }),
  ...(inputs['expect-header'] ? { header: inputs['expect-header'] } : {}),
  ...(inputs['expect-final-url'] ? { finalUrl: inputs['expect-final-url'] } : {}),
  ...(inputs['min-certificate-days'] === undefined
    ? {}
    : { minCertificateDays: inputs['min-certificate-days'] }),
  ...(maxLatencyMs === undefined ? {} : { maxLatencyMs }),
  ...(failFast ? { failFast } : {}),
});

/** Probes an endpoint once (and the revision's own URL, where it has one) and judges the answer. */
export async function probeEndpoint(
  probe: Probe,
  endpoint: Endpoint,
  signal?: AbortSignal,
): Promise<Verdict> {
  const { request, expectations, revision } = endpoint;
  const own = revision?.source.url;
  const [result, revisionResult] = await Promise.all([
    probe(request, signal),
    own ? probe(ownRequest(request, own), signal) : undefined,
  ]);
  const redactor = redactorOf(request, ...(own ? [ownRequest(request, own)] : []));
  if (!revision) return judge({ result, expectations }, redactor);
  const proof = revisionResult ? { ...revision, result: revisionResult } : revision;
  return judge({ result, expectations, revision: proof }, redactor);
}

// Headers are meant for the endpoint's origin; another origin gets none of them.
const ownRequest = (request: ProbeRequest, url: URL): ProbeRequest => ({
  ...request,
  url,
  method: 'GET',
  headers: url.origin === request.url.origin ? request.headers : {},
});
