import { HttpError } from '@release-train/http';
import type { Octokit } from './client.ts';
import type { Branch, MergeRules, Repository } from './github.ts';

interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** GitHub leaves the merge settings out for tokens that may not push. */
export async function readSettings(octokit: Octokit, place: Place): Promise<Repository> {
  const { data } = await octokit.rest.repos.get({ ...place });
  const allowed = {
    merge: data.allow_merge_commit,
    squash: data.allow_squash_merge,
    rebase: data.allow_rebase_merge,
  };
  const isTold = Object.values(allowed).every((value) => value !== undefined);
  return {
    allowsMergeCommit: data.allow_merge_commit,
    methods: isTold
      ? Object.entries(allowed).flatMap(([method, isAllowed]) => (isAllowed ? [method] : []))
      : undefined,
    deletesHeadBranches: data.delete_branch_on_merge,
  };
}

/**
 * Rulesets are readable by everybody, classic protection by administrators only: what the token may
 * not see counts as not said.
 * https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
 */
export async function readMergeRules(
  octokit: Octokit,
  place: Place,
  branch: Branch,
): Promise<MergeRules> {
  const [rules, classic] = await Promise.all([
    unlessHidden(readRules(octokit, place, branch)),
    branch.isProtected ? unlessHidden(readClassic(octokit, place, branch)) : undefined,
  ]);
  const all = [...(rules ?? []), ...(classic ? [classic] : [])];
  const methods = all.flatMap(({ allowedMethods }) => allowedMethods ?? []);
  return {
    requiresLinearHistory: all.some(({ isLinear }) => isLinear),
    allowedMethods: methods.length > 0 ? methods : undefined,
    requiresUpToDate: all.some(({ isStrict }) => isStrict),
    requiresSignatures: all.some(({ isSigned }) => isSigned),
    isClassicHidden: branch.isProtected && classic === undefined && (rules ?? []).length === 0,
  };
}

/** Also of a branch that is not there yet: its name is enough. */
export async function readBranchRules(
  octokit: Octokit,
  place: Place,
  name: string,
): Promise<readonly string[]> {
  const query = { ...place, branch: name, per_page: 100 };
  const answer = await unlessHidden(octokit.rest.repos.getBranchRules(query));
  return [...new Set(answer?.data.map(({ type }) => type) ?? [])];
}

interface Rule {
  readonly isLinear: boolean;
  readonly isStrict: boolean;
  readonly isSigned: boolean;
  readonly allowedMethods: readonly string[] | undefined;
}

async function readRules(octokit: Octokit, place: Place, branch: Branch): Promise<Rule[]> {
  const query = { ...place, branch: branch.name, per_page: 100 };
  const { data } = await octokit.rest.repos.getBranchRules(query);
  return data.map((rule) => ({
    isLinear: rule.type === 'required_linear_history',
    isStrict:
      rule.type === 'required_status_checks' &&
      rule.parameters?.strict_required_status_checks_policy === true,
    isSigned: rule.type === 'required_signatures',
    allowedMethods:
      rule.type === 'pull_request' ? rule.parameters?.allowed_merge_methods : undefined,
  }));
}

async function readClassic(octokit: Octokit, place: Place, branch: Branch): Promise<Rule> {
  const query = { ...place, branch: branch.name };
  const { data } = await octokit.rest.repos.getBranchProtection(query);
  return {
    isLinear: data.required_linear_history?.enabled ?? false,
    isStrict: data.required_status_checks?.strict ?? false,
    isSigned: data.required_signatures?.enabled ?? false,
    allowedMethods: undefined,
  };
}

async function unlessHidden<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const isHidden =
      error instanceof HttpError && (error.code === 'forbidden' || error.code === 'not-found');
    if (isHidden) return undefined;
    throw error;
  }
}
