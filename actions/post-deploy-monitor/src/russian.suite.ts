/** Tells whether a text that people read is Russian, whatever names and codes stand in it. */
import { deploymentStatuses } from '@release-train/railway';

/** Names of things, which no language translates. */
const names: readonly string[] = [
  ...deploymentStatuses,
  ...['Railway', 'GitHub', 'git', 'CI', 'HTTP', '5xx', 'Source', 'push', 'production'],
  ...['pull request', 'Pull request', 'workflow', 'deployment_status', 'post-deploy-monitor'],
  ...['xychart-beta', 'rollback-1', 'rollback-2'],
];

/** Words that are left of a text without code, quotations, links, names, codes and numbers. */
export const foreignWords = (text: string): string[] =>
  names
    .reduce(
      (left, name) => left.replaceAll(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g'), ''),
      text.replaceAll('\\', ''),
    )
    .replace(/<!--[\s\S]*?-->/g, '')
    // Of a chart, what is drawn.
    .replace(/```[\s\S]*?```/g, (chart) =>
      [...chart.matchAll(/"([^"]*)"/g)].map(([, drawn]) => drawn).join(' '),
    )
    .replace(/`[^`]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\b(GET|POST) \S+|https?:\u200b?\/\/\S+|\b[\w.-]+\.test\S*/g, '')
    .replace(/«[^»]*»|"[^"]*"/g, '')
    .replace(/\b[0-9a-f]{7,40}\b/g, '')
    .match(/[A-Za-z]{2,}/g) ?? [];
