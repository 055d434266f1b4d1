import type { Acted } from './act.ts';
import type { Outputs } from './contract.ts';
import type { Decision, Entry } from './decide.ts';
import type { Seen } from './facts.ts';
import type { Place } from './place.ts';
import { renderReason } from './render.ts';
import type { HeldBack } from './selection.ts';

interface Told {
  readonly seen: Seen;
  readonly place: Place;
  readonly decision: Decision;
  readonly result: Acted;
}

export function outputsOf({ seen, place, decision, result }: Told): Outputs {
  const { content } = decision;
  const release = decision.kind === 'release' ? decision : undefined;
  const entries = decision.kind === 'nothing' ? [] : decision.entries;
  return {
    verdict: result.verdict,
    'pr-number': result.pull?.number,
    'pr-url': result.pull?.url,
    ...headOf(decision, seen, place),
    'base-sha': release?.builtOn ?? content?.base ?? seen.base.sha,
    'source-sha': content?.source ?? seen.head.sha,
    strategy: strategyOf(decision),
    'strategy-reason': renderReason({ seen, place, language: 'en' }, decision),
    divergence: content?.divergence ?? 'none',
    mergeable: result.mergeable,
    'auto-merge': result.autoMerging?.state ?? 'off',
    'conflict-files': (release?.conflicts ?? []).map(({ path }) => path),
    commits: entries.map(commitOutput),
    'held-back': (content?.part?.heldBack ?? []).slice(0, mostHeldBack).map(heldBackOutput),
    'pull-requests': pullsOf(entries).map(({ number, title, author, url }) => ({
      number,
      title,
      author,
      url,
    })),
    drift: (content?.drift ?? []).slice(0, mostDrift),
    'commit-count': decision.kind === 'nothing' ? 0 : decision.content.commitCount,
    'file-count': content?.files ?? 0,
  };
}

const mostDrift = 200;
const mostHeldBack = 200;

function strategyOf(decision: Decision): Outputs['strategy'] {
  switch (decision.kind) {
    case 'nothing':
      return 'none';
    case 'hands-off':
      return decision.strategy;
    case 'release':
      return decision.choice.strategy;
    default:
      return decision satisfies never;
  }
}

function headOf(
  decision: Decision,
  seen: Seen,
  place: Place,
): { readonly 'head-branch': string; readonly 'head-sha': string } {
  if (decision.kind !== 'nothing') {
    return { 'head-branch': decision.branch, 'head-sha': decision.tip };
  }
  return { 'head-branch': place.head, 'head-sha': decision.content?.head ?? seen.head.sha };
}

const pullsOf = (entries: readonly Entry[]) => [
  ...new Set(entries.flatMap(({ pull }) => (pull ? [pull] : []))),
];

const heldBackOutput = ({ commit, pull, why }: HeldBack): Record<string, unknown> => ({
  sha: commit.sha,
  subject: commit.subject,
  pullRequest: pull?.number ?? null,
  reason: why,
});

const commitOutput = ({ commit, pull }: Entry): Record<string, unknown> => ({
  sha: commit.sha,
  subject: commit.subject,
  author: commit.author,
  pullRequest: pull?.number ?? null,
});
