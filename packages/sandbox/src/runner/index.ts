export { startRunner } from './runner.ts';
export type {
  Annotation,
  JobRecord,
  JobResult,
  Runner,
  RunnerOptions,
  RunnerProgress,
  RunRecord,
  StepRecord,
} from './runner-api.ts';
