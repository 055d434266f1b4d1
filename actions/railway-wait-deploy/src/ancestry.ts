/** How commits relate. A port: only git's history knows, and this action has no clone. */
export interface Ancestry {
  /** Never throws: what cannot be found out is `unknown`, with the reason. */
  relate(base: string, head: string): Promise<Relation>;
}

export type Relation =
  /** `head` has everything of `base` and more. */
  | { readonly kind: 'contains' }
  | { readonly kind: 'same' }
  /** `head` is older code than `base`. */
  | { readonly kind: 'older' }
  /** Each has what the other lacks. */
  | { readonly kind: 'diverged' }
  | { readonly kind: 'unknown'; readonly reason: string };
