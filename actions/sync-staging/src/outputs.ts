import type { Commit } from '@release-train/git';
import type { Acted } from './act.ts';
import type { Content, Method } from './content.ts';
import type { Outputs } from './contract.ts';
import type { Decision } from './decide.ts';
import type { Seen } from './facts.ts';

interface Told {
  readonly seen: Seen;
  readonly decision: Decision;
  readonly result: Acted;
  readonly content: Content | undefined;
  readonly method: Method | undefined;
}

export function outputsOf({ seen, decision, result, content, method }: Told): Outputs {
  const isLacking = decision.kind === 'sync' || decision.kind === 'hands-off';
  const lacking = isLacking ? content : undefined;
  return {
    verdict: result.verdict,
    'pr-number': result.pull?.number,
    'pr-url': result.pull?.url,
    'ahead-by': content?.ahead ?? seen.ahead,
    'behind-by': content?.behind ?? seen.behind,
    'drift-files': lacking?.driftFiles ?? 0,
    hotfixes: (lacking?.hotfixes ?? []).map(hotfixOutput),
    'conflict-files': (lacking?.conflicts ?? []).map(({ path }) => path),
    method: (isLacking ? method : undefined) ?? 'none',
  };
}

const hotfixOutput = ({ sha, subject, author }: Commit): Record<string, string> => ({
  sha,
  subject,
  author,
});
