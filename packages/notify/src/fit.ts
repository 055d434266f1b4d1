/** Escaped text of a stated length. Lengths are in UTF-16 units, the strictest of the channels. */
import { oneLine } from '@release-train/action-kit/text';

type Escape = (text: string) => string;

/** Cuts the plain text until its escaped form fits, so that no escape sequence is cut in two. */
export function fitted(text: string, limit: number, escaping: Escape): string {
  const escaped = escaping(text);
  if (escaped.length <= limit || text.length <= 1) return escaped;
  const shorter = Math.min(text.length - 1, Math.floor((text.length * limit) / escaped.length));
  return fitted(oneLine(text, Math.max(1, shorter)), limit, escaping);
}

/** As many whole lines as fit together; a last one stands for those left out. */
export function fittingLines(lines: readonly string[], limit: number): string {
  const whole = lines.join('\n');
  if (whole.length <= limit) return whole;
  const reserve = '\n…'.length;
  const ends = lines.map((_, index) => lines.slice(0, index + 1).join('\n').length);
  const shown = ends.filter((end) => end <= limit - reserve).length;
  return [...lines.slice(0, shown), '…'].join('\n');
}
