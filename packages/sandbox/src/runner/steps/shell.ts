/**
 * How GitHub runs the script of a `run:` step: without `shell:` bash stops at errors but not inside
 * pipes; `shell: bash` adds `pipefail`.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['', 'bash -e {0}'],
  ['bash', 'bash --noprofile --norc -eo pipefail {0}'],
  ['sh', 'sh -e {0}'],
]);

const EXTENSIONS: ReadonlyMap<string, string> = new Map([['node', '.mjs']]);

export interface ShellCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** Why a `shell:` cannot be used, or null. */
export function shellProblem(shell: string): string | null {
  if (BUILT_IN.has(shell)) return null;
  if (['pwsh', 'powershell', 'cmd', 'python'].includes(shell)) return `"shell: ${shell}"`;
  return shell.includes('{0}')
    ? null
    : `"shell: ${shell}": it must be bash, sh or a command with {0} for the script's path`;
}

/** `shell` as `shellProblem` accepts it; '' is the default shell. */
export function shellCommand(shell: string, scriptPath: string): ShellCommand {
  const template = BUILT_IN.get(shell) ?? shell;
  const [command = 'bash', ...args] = template
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('{0}', scriptPath));
  return { command, args };
}

/** `node {0}` runs modules; everything else is a shell's. */
export const scriptExtension = (shell: string): string =>
  EXTENSIONS.get(shell.split(/\s+/)[0] ?? '') ?? '.sh';
