/**
 * A failure whose cause the user can act on. Everything else that is thrown is a bug of ours and
 * is reported as one.
 *
 * `code` is a closed union per package; `message` says what happened, with the value and the input
 * in quotes; `hint` says what to change or where to look.
 */
export class ActionError<Code extends string = string> extends Error {
  override readonly name = 'ActionError';
  readonly code: Code;
  readonly hint: string | undefined;

  constructor(code: Code, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.hint = options.hint;
  }
}
