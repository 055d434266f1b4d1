/** What was done about a release, for people and for later steps. Pure. */
import type { Language } from '@release-train/action-kit/language';
import { codeSpan, forMarkdown, table } from '@release-train/action-kit/text';
import type { Acted } from './act/acted.ts';
import { actedText, fateText } from './act/acted-text.ts';
import { words } from './render-words.ts';

/** A sentence, and a line for every service that was touched. */
export function actedLines(acted: Acted, language: Language): string[] {
  const { taken, services, revertUrl } = acted;
  const say = words[language];
  const link = revertUrl ? ` · [${say.revertPull}](${revertUrl})` : '';
  const rows = Object.entries(services).map(([name, service]) => [
    codeSpan(name),
    codeSpan(service.from),
    service.to ? codeSpan(service.to.slice(0, 12)) : '',
    service.deployment ? codeSpan(service.deployment) : '',
    service.isVerified ? say.yes : say.no,
  ]);
  const text = actedText(acted, language);
  return [
    `**${say.taken[taken]}** (${codeSpan(taken)})${text === '' ? '' : `: ${forMarkdown(text, 1500)}`}${link}`,
    ...(rows.length > 0 ? ['', table(say.rollbackHead, rows)] : []),
  ];
}

/** Output `rollback`: what became of each service, with English words. */
export const rollbackOutput = (acted: Acted | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(acted?.services ?? {}).map(([name, service]) => {
      const { fate: _, ...shown } = service;
      return [name, { ...shown, text: fateText(service) }];
    }),
  );
