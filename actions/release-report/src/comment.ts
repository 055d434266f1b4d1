/** The report on the pull request: one comment for each environment, in its place. */
import { ActionError, oneLine } from '@release-train/action-kit';
import { keepComment } from '@release-train/github/sticky-comment';
import type { Inputs } from './contract.ts';
import type { Report } from './decide.ts';
import { renderReport } from './render.ts';
import type { Ports } from './run.ts';
import type { Words } from './words.ts';

/** GitHub refuses 65,536 characters; some room stays free for the marker. */
const mostCharacters = 60_000;

interface Keeping {
  readonly inputs: Inputs;
  readonly ports: Pick<Ports, 'history' | 'log'>;
  readonly look: { readonly words: Words; readonly repositoryUrl: string };
}

/** Its address. A comment that may not be written costs the comment, not the report. */
export async function keepReport(
  report: Report,
  { inputs, ports, look }: Keeping,
): Promise<string | undefined> {
  const { pull } = report;
  if (!inputs.comment) return undefined;
  const { history, log } = ports;
  if (!pull) {
    log.notice('no pull request brought this commit, so there is none to comment on');
    return undefined;
  }
  const isDry = inputs['dry-run'];
  try {
    const text = fitting(report, look);
    const wanted = { number: pull.number, kind: 'report', record: recordOf(inputs), text };
    const { result, url } = await keepComment(history, wanted, { isDry });
    const is = isDry && result !== 'unchanged' ? 'would be' : 'is';
    log.info(`${isDry ? 'dry run: ' : ''}the comment on #${pull.number} ${is} ${result}`);
    return url;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    log.warning(
      `the report could not be kept as a comment on #${pull.number}: ${oneLine(error.message, 300)}\nIt needs \`permissions: pull-requests: write\`; the job summary has the report.`,
    );
    return undefined;
  }
}

/** As it was asked for: what Railway calls it may not be known the next time. */
const recordOf = ({ environment }: Inputs): Record<string, string> => ({ environment });

/** Its lists are cut until it fits. */
function fitting(report: Report, look: Keeping['look']): string {
  const texts = [100, 50, 20, 5].map((most) => renderReport(report, { ...look, most }));
  return (
    texts.find(({ length }) => length <= mostCharacters) ??
    `${(texts.at(-1) ?? '').slice(0, mostCharacters)}…`
  );
}
