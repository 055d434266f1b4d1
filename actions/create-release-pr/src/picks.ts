/** The inputs that make a release a partial one. */
import { badInput, type InputProblem, inputType, splitList } from '@release-train/action-kit';

export type WantedPick =
  | { readonly kind: 'pull'; readonly number: number }
  /** Lower-case hexadecimal digits, at least seven. */
  | { readonly kind: 'commit'; readonly sha: string };

/** A bare number is a pull request: without quotes, YAML takes `#12` for a comment. */
export const Picks = inputType(
  'a list of pull requests (12 or "#12") and commits (7 to 40 hexadecimal digits)',
  (text) => splitList(text).map(parsePick),
);

function parsePick(item: string): WantedPick {
  const digits = /^#?(\d{1,6})$/.exec(item)?.[1];
  if (digits !== undefined && Number(digits) > 0) return { kind: 'pull', number: Number(digits) };
  if (/^[0-9a-f]{7,40}$/i.test(item)) return { kind: 'commit', sha: item.toLowerCase() };
  throw new Error(`"${item}" is neither`);
}

export const pickName = (pick: WantedPick): string =>
  pick.kind === 'pull' ? `#${pick.number}` : `"${pick.sha}"`;

export interface PartInputs {
  readonly strategy: 'auto' | 'direct' | 'merge' | 'cherry-pick';
  readonly pick?: readonly WantedPick[] | undefined;
  readonly 'pick-label'?: readonly string[] | undefined;
  readonly 'hold-label'?: readonly string[] | undefined;
  readonly 'source-sha'?: string | undefined;
}

export const hasLabels = (inputs: PartInputs): boolean =>
  [...(inputs['pick-label'] ?? []), ...(inputs['hold-label'] ?? [])].length > 0;

/** @throws ActionError `bad-input` for inputs that contradict each other, all in one */
export function refuseMixed(inputs: PartInputs): void {
  const { strategy } = inputs;
  const problems: InputProblem[] = [];
  if (strategy === 'direct' && inputs['source-sha'] !== undefined) {
    const problem = 'cannot be kept by "strategy: direct", whose pull request moves with "head"';
    problems.push({ input: 'source-sha', problem });
  }
  if (strategy === 'direct' || strategy === 'merge') {
    const given = (['pick', 'pick-label', 'hold-label'] as const).filter(
      (input) => (inputs[input] ?? []).length > 0,
    );
    const problem = `cannot be kept by "strategy: ${strategy}", which releases everything: leave "strategy" out, or set "cherry-pick"`;
    problems.push(...given.map((input) => ({ input, problem })));
  }
  const held = new Set((inputs['hold-label'] ?? []).map(folded));
  for (const label of (inputs['pick-label'] ?? []).filter((name) => held.has(folded(name)))) {
    const problem = `names "${label}", and so does "hold-label": a label can do one of both`;
    problems.push({ input: 'pick-label', problem });
  }
  if (problems.length > 0) throw badInput(problems);
}

/** GitHub does not tell `Hold` from `hold`. */
export const folded = (label: string): string => label.toLowerCase();
