/** Something the caller has to change before anything can be rehearsed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
