import type { Acted } from './act.ts';
import type { Outputs } from './contract.ts';
import type { Decision, Entry } from './decide.ts';
import type { Facts } from './facts.ts';
import { renderReason } from './render.ts';

export function outputsOf(facts: Facts, decision: Decision, result: Acted): Outputs {
  const release = decision.kind === 'release' ? decision : undefined;
  return {
    verdict: result.verdict,
    'pr-number': result.pull?.number,
    'pr-url': result.pull?.url,
    'head-branch': facts.head.name,
    'head-sha': facts.head.sha,
    'base-sha': facts.base.sha,
    'source-sha': facts.head.sha,
    strategy: release ? 'direct' : 'none',
    'strategy-reason': renderReason(facts, decision),
    mergeable: result.mergeable,
    'conflict-files': release?.conflicts ?? [],
    commits: (release?.entries ?? []).map(commitOutput),
    'pull-requests': (release?.entries ?? []).flatMap(({ pull }) =>
      pull ? [{ number: pull.number, title: pull.title, author: pull.author, url: pull.url }] : [],
    ),
    'commit-count': release?.content.commitCount ?? 0,
    'file-count': release?.content.files ?? 0,
  };
}

const commitOutput = ({ commit, pull }: Entry): Record<string, unknown> => ({
  sha: commit.sha,
  subject: commit.subject,
  author: commit.author,
  pullRequest: pull?.number ?? null,
});
