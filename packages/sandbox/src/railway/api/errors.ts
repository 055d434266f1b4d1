/** An answer of Railway's API that is an error; `code` becomes `extensions.code`. */
export class RailwayError extends Error {
  override readonly name = 'RailwayError';
  readonly code: 'INTERNAL_SERVER_ERROR' | 'BAD_USER_INPUT';
  constructor(message: string, code: RailwayError['code'] = 'INTERNAL_SERVER_ERROR') {
    super(message);
    this.code = code;
  }
}

/** One text for a dead token, no access and a thing that does not exist. */
export const notAuthorized = (): RailwayError => new RailwayError('Not Authorized');
