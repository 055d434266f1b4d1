import { ActionError } from '@release-train/action-kit/action-error';

export type RailwayErrorCode =
  /** The token is not one Railway knows, or not of the type it was said to be. */
  | 'wrong-token'
  /** The token is valid but may not see what was asked, or it does not exist. */
  | 'no-access'
  /** A project, environment or service that does not exist under that name. */
  | 'unknown-name'
  /** The environment of a pull request does not exist, or not yet. */
  | 'no-environment'
  /** The API's address is none. */
  | 'bad-address'
  /** Railway refused the request; asking again would not help. */
  | 'refused'
  /** Railway failed in passing. */
  | 'internal'
  /** An answer without data and without errors, or of another shape. */
  | 'no-data'
  | 'unexpected-answer'
  /** The ceiling on requests is reached. */
  | 'request-ceiling';

export class RailwayError extends ActionError<RailwayErrorCode> {}
