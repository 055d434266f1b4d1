/** What was done about a release, for people. Pure. */
import { codeSpan, forMarkdown, table } from '@release-train/action-kit/text';
import type { Acted } from './act/acted.ts';
import type { Words } from './render-words.ts';

/** A sentence, and a line for every service that was touched. */
export function actedLines({ taken, why, services, revertUrl }: Acted, say: Words): string[] {
  const link = revertUrl ? ` · [${say.revertPull}](${revertUrl})` : '';
  const rows = Object.entries(services).map(([name, service]) => [
    codeSpan(name),
    codeSpan(service.from),
    service.to ? codeSpan(service.to.slice(0, 12)) : '',
    service.deployment ? codeSpan(service.deployment) : '',
    service.isVerified ? say.yes : say.no,
  ]);
  return [
    `**${say.taken[taken]}** (${codeSpan(taken)}): ${forMarkdown(why, 1500)}${link}`,
    ...(rows.length > 0 ? ['', table(say.rollbackHead, rows)] : []),
  ];
}
