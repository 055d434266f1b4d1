/** Settings of a repository's Actions that its administrators make and its runs feel. */
export type WorkflowState = 'active' | 'disabled_manually' | 'disabled_inactivity';

export interface Environment {
  readonly id: number;
  readonly createdAt: string;
  readonly waitTimer: number;
  /** Logins of people. */
  readonly reviewers: readonly string[];
  /** Null: every ref may deploy. */
  readonly refs: 'protected' | 'custom' | null;
  /** Patterns of branches, where `refs` is `custom`. */
  readonly branches: Map<string, number>;
  readonly variables: Map<string, NamedValue>;
  readonly secrets: Map<string, NamedValue>;
}

export interface NamedValue {
  /** '' of secrets, whose values nobody reads back. */
  readonly value: string;
  readonly createdAt: string;
}

export interface ActionsSettings {
  enabled: boolean;
  allowed: 'all' | 'local_only' | 'selected';
  pinned: boolean;
  selected: {
    readonly github: boolean;
    readonly verified: boolean;
    readonly patterns: readonly string[];
  };
  defaultPermissions: 'read' | 'write';
  /** By path; `active` where absent. */
  readonly states: Map<string, WorkflowState>;
  readonly environments: Map<string, Environment>;
  readonly variables: Map<string, NamedValue>;
  readonly secrets: Map<string, NamedValue>;
}

/** As at GitHub when a repository is made. */
export const newActionsSettings = (): ActionsSettings => ({
  enabled: true,
  allowed: 'all',
  pinned: false,
  selected: { github: false, verified: false, patterns: [] },
  defaultPermissions: 'read',
  states: new Map(),
  environments: new Map(),
  variables: new Map(),
  secrets: new Map(),
});
