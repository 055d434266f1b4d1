/** `::name key=value,key=value::message`, printed by a step. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export function parseWorkflowCommand(line: string): WorkflowCommand | null {
  const match = /^\s*::([A-Za-z][\w-]*)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(line);
  if (!match) return null;
  const [, name = '', properties = '', message = ''] = match;
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(properties.split(',').flatMap(parseProperty)),
    message: decode(message),
  };
}

function parseProperty(text: string): readonly (readonly [string, string])[] {
  const at = text.indexOf('=');
  if (at < 1) return [];
  const value = decode(text.slice(at + 1))
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',');
  return [[text.slice(0, at).trim(), value]];
}

const decode = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
