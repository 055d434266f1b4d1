/** The outcome of a run that came to its verdict without a watch. Pure. */
import type { Language } from '@release-train/action-kit/language';
import { forMarkdown } from '@release-train/action-kit/text';
import type { Acted } from './act/acted.ts';
import { actedText } from './act/acted-text.ts';
import type { MonitorOutcome } from './contract.ts';
import { consequenceOf, type Policy } from './decide.ts';
import { hints } from './hints.ts';
import type { Identity } from './identity.ts';
import type { Judgement } from './judgement.ts';
import { rollbackOutput } from './render-acted.ts';
import { summaryTop } from './summary-top.ts';
import type { Reason, Verdict } from './verdict.ts';
import type { Why } from './why.ts';
import { whyText } from './why-text.ts';

export interface Short {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly why: Why;
  /** The verdict given before: what the step is to follow. */
  readonly standing?: Verdict;
  readonly acted?: Acted;
  /** What was judged, where it is known: the verdict is put on record, and on its comment. */
  readonly identity?: Identity;
  /** What is put on record, where that is not this verdict. */
  readonly onRecord?: Omit<Judgement, 'identity'> | undefined;
  /** Project and environment, where they are known. */
  readonly where?: string;
}

export function shortOutcome(
  short: Short,
  commit: string,
  policy: Policy & { readonly language: Language },
): MonitorOutcome & { readonly warning?: string } {
  const { verdict, reason, standing = verdict, acted } = short;
  const why = whyText(short.why);
  const message = `${verdict} (${reason}): ${why}${acted ? `\n${actedText(acted)}` : ''}`;
  const failure = { message, hint: hints.en[reason] };
  const consequence = consequenceOf(standing, policy);
  return {
    outputs: {
      verdict,
      reason,
      'action-taken': acted?.taken ?? 'none',
      rollback: rollbackOutput(acted),
      'revert-pr-url': acted?.revertUrl,
      probes: 0,
      'bad-probes': 0,
      evidence: 1,
      'p95-ms': undefined,
      report: { version: 1, verdict, reason, commit, why },
    },
    summary: shortSummary(short, commit, policy.language),
    ...(consequence === 'fail' ? { failure } : {}),
    ...(consequence === 'warn' ? { warning: `${message}\n${failure.hint}` } : {}),
  };
}

const shortSummary = (
  { verdict, reason, why, acted }: Short,
  commit: string,
  language: Language,
): string => {
  const head = [forMarkdown(whyText(why, language), 600)];
  return summaryTop({ verdict, reason, head, commit, acted }, language).join('\n');
};
