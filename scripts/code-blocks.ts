/** The fenced code blocks of a Markdown text. */
export interface CodeBlock {
  /** `yaml`, `sh`, …; '' where none is given. */
  readonly language: string;
  /** What follows the language. */
  readonly note: string;
  /** One-based line of the fence. */
  readonly line: number;
  /** Without the indentation that all its lines share. */
  readonly text: string;
}

const FENCE = /^(?<indent> *)```(?<language>[\w-]*) *(?<note>.*)\n(?<text>[\s\S]*?)^ *```$/gm;

export const codeBlocks = (markdown: string): readonly CodeBlock[] =>
  [...markdown.matchAll(FENCE)].map(({ groups = {}, index }) => ({
    language: groups['language'] ?? '',
    note: groups['note'] ?? '',
    line: markdown.slice(0, index).split('\n').length,
    text: dedent(groups['text'] ?? ''),
  }));

function dedent(text: string): string {
  const lines = text.split('\n');
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const depth = Math.min(...depths, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(depth)).join('\n');
}
