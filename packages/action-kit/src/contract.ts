import type * as z from 'zod/mini';

/** One input as the user knows it. Strings in, typed value out. */
export interface InputSpec {
  readonly type: z.ZodMiniType<unknown, string>;
  readonly description: string;
  /** A string, as in YAML; an expression (`${{ github.token }}`) is left to the runner. */
  readonly default?: string;
  readonly required?: true;
  /** With an expression as default: an empty value is accepted as "not given". */
  readonly optional?: true;
  /** Masked before anything can log it; never shown in a message. */
  readonly secret?: true;
  /** Of a secret: what else to mask, beyond the text and its lines. */
  readonly secretParts?: (text: string) => readonly string[];
  /** Never quoted in a message, though not masked: it may hold secrets among harmless words. */
  readonly unquoted?: true;
  /** Name of an input without which this one means nothing. */
  readonly needs?: string;
}

export interface OutputSpec {
  readonly description: string;
  /** The closed set of values, for `verdict` and its kind. */
  readonly values?: readonly string[];
  readonly json?: true;
}

/** Something wrong with the inputs, in the user's words. */
export interface InputProblem {
  readonly input: string;
  /** Continues the sentence `input "x" …`. */
  readonly problem: string;
}

export interface ActionContract {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  /** `permissions:` the job needs, with the reason. */
  readonly permissions: Readonly<Record<string, string>>;
}

/**
 * Declares an action. This object is the only place where its inputs and outputs are spelled:
 * `action.yml` and the README tables are generated from it, and the types of `run` derive from it.
 */
export const defineAction = <const C extends ActionContract>(contract: C): C => contract;

type InputValue<S> = S extends { readonly type: z.ZodMiniType<infer T, string> }
  ? S extends { readonly optional: true }
    ? T | undefined
    : S extends { readonly required: true } | { readonly default: string }
      ? T
      : T | undefined
  : never;

/** The typed inputs of a contract, keyed as in YAML. */
export type InputsOf<C extends ActionContract> = {
  readonly [K in keyof C['inputs']]: InputValue<C['inputs'][K]>;
};

type OutputValue<S> = S extends { readonly values: readonly (infer V)[] }
  ? V
  : S extends { readonly json: true }
    ? unknown
    : string | number | boolean | undefined;

/** Every declared output must be given, so an undeclared or forgotten one does not compile. */
export type OutputsOf<C extends ActionContract> = {
  readonly [K in keyof C['outputs']]: OutputValue<C['outputs'][K]>;
};

/** What a run came to: always outputs and a summary, and a failure where the step must be red. */
export interface Outcome<C extends ActionContract> {
  readonly outputs: OutputsOf<C>;
  /** Markdown for the job summary. */
  readonly summary: string;
  readonly failure?: { readonly message: string; readonly hint?: string };
}
