/** The outcome of a run that came to its verdict without a watch. Pure. */
import { codeSpan, forMarkdown } from '@release-train/action-kit/text';
import type { Acted } from './act/acted.ts';
import type { MonitorOutcome } from './contract.ts';
import { consequenceOf, type Policy } from './decide.ts';
import { hints } from './hints.ts';
import type { Reason, Verdict } from './verdict.ts';

export interface Short {
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** In words, with names and values. */
  readonly why: string;
  /** The verdict given before: what the step is to follow. */
  readonly standing?: Verdict;
  readonly acted?: Acted;
  /** The environment, where it is known: who is told keeps one comment for each. */
  readonly place?: string;
}

export function shortOutcome(
  { verdict, reason, why, standing = verdict, acted }: Short,
  commit: string,
  policy: Policy,
): MonitorOutcome & { readonly warning?: string } {
  const failure = { message: `${verdict} (${reason}): ${why}`, hint: hints.en[reason] };
  const consequence = consequenceOf(standing, policy);
  return {
    outputs: {
      verdict,
      reason,
      'action-taken': acted?.taken ?? 'none',
      rollback: acted?.services ?? {},
      'revert-pr-url': acted?.revertUrl,
      probes: 0,
      'bad-probes': 0,
      evidence: 1,
      'p95-ms': undefined,
      report: { version: 1, verdict, reason, commit, why },
    },
    summary: [
      `### post-deploy-monitor: ${verdict}`,
      '',
      `${forMarkdown(why, 600)}${commit ? ` · commit ${codeSpan(commit.slice(0, 12))}` : ''}`,
      '',
    ].join('\n'),
    ...(consequence === 'fail' ? { failure } : {}),
    ...(consequence === 'warn' ? { warning: `${failure.message}\n${failure.hint}` } : {}),
  };
}
