import { lazyInputType } from '@release-train/action-kit';

/** Input `expect-json`. The YAML parser is most of a bundle, and few runs need it. */
export const JsonExpectationText = lazyInputType(
  'a YAML or JSON mapping, either of expected values or of `$.path: value` lines',
  async () => (await import('./parse-json-expectation.ts')).parseJsonExpectation,
);
