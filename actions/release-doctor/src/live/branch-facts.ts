/** What GitHub tells of the branches that matter: their rules, and what became of their tips. */
import { findSkipMarker } from '@release-train/workflows';
import { pushesOf } from '../push.ts';
import { jobSites } from '../region.ts';
import type { Sources } from '../repository.ts';
import type { BranchRule, Live, LiveBranch, LiveRepository, LiveRun, UpdateRule } from './live.ts';
import { ACTIONS, CONTENTS, METADATA } from './permissions.ts';
import { type Told, told, toldValue } from './told.ts';

export interface BranchFacts {
  readonly rules: Told<readonly BranchRule[]>;
  readonly classic: Told<LiveBranch | undefined>;
  readonly updateRule: Told<UpdateRule | undefined>;
  /** Runs for the tip; absent where its message asks for runs as any other does. */
  readonly tipRuns?: Told<readonly LiveRun[]>;
}

const MOST = 5;

export async function branchFactsOf(
  live: Live,
  sources: Sources,
  repository: LiveRepository,
): Promise<ReadonlyMap<string, BranchFacts>> {
  const facts = await Promise.all(
    branchesOf(sources, repository).map(async (name) => {
      const [rules, classic, updateRule] = await Promise.all([
        told(METADATA, live.rules(name)),
        told(CONTENTS, live.branch(name)),
        told(CONTENTS, live.updateRule(name)),
      ]);
      const tip = toldValue(classic)?.tip;
      const isMarked = tip !== undefined && findSkipMarker(tip.message) !== null;
      const tipRuns = isMarked
        ? await told(ACTIONS, live.runs({ sha: tip.sha, most: 100 }))
        : undefined;
      return [name, { rules, classic, updateRule, ...(tipRuns ? { tipRuns } : {}) }] as const;
    }),
  );
  return new Map(facts);
}

/** The default branch, those that steps push to, and those of pull requests and pushes. */
function branchesOf(sources: Sources, { defaultBranch }: LiveRepository): readonly string[] {
  const pushed = sources.files.flatMap((file) =>
    jobSites(file).flatMap((job) => pushesOf(job, sources).flatMap(({ branches }) => branches)),
  );
  const names = [
    defaultBranch,
    ...pushed,
    ...filteredBy(sources, 'pull_request'),
    ...filteredBy(sources, 'push'),
  ].filter((name) => /^[\w./-]+$/.test(name));
  return [...new Set(names)].slice(0, MOST);
}

const filteredBy = ({ files }: Sources, wanted: string): readonly string[] =>
  files.flatMap(({ workflow }) =>
    workflow.triggers
      .filter(({ event }) => event === wanted)
      .flatMap(({ filters }) => filters.branches?.patterns ?? []),
  );
