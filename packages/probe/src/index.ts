export type {
  Expectations,
  JsonExpectation,
  Mismatch,
  RevisionSource,
  SeenRevision,
  Verdict,
} from './expectation.ts';
export type {
  FailureKind,
  Probe,
  ProbeAnswer,
  ProbeFailure,
  ProbeRequest,
  ProbeResult,
} from './probe.ts';
