export { type Endpoint, endpointsOf, probeEndpoint } from './endpoint.ts';
export type {
  Expectations,
  JsonExpectation,
  Mismatch,
  RevisionSource,
  SeenRevision,
  Verdict,
} from './expectation.ts';
export { keepHeapSmall } from './heap.ts';
export { httpProbe } from './http-probe.ts';
export { type Judged, judge, sameRevision } from './judge.ts';
export type {
  FailureKind,
  Phase,
  PhaseTimes,
  Probe,
  ProbeAnswer,
  ProbeFailure,
  ProbeRequest,
  ProbeResult,
} from './probe.ts';
export { type NamedUrl, NamedUrls, requestInputs, StatusRanges } from './request-inputs.ts';
