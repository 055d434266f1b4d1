import { HttpError } from '@release-train/http';
import type { Octokit } from './client.ts';
import type { Branch, MergeRules } from './github.ts';

interface Place {
  readonly owner: string;
  readonly repo: string;
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
    branch.isProtected ? unlessHidden(readClassicLinear(octokit, place, branch)) : undefined,
  ]);
  const methods = (rules ?? []).flatMap(({ allowedMethods }) => allowedMethods ?? []);
  return {
    requiresLinearHistory: classic === true || (rules ?? []).some(({ isLinear }) => isLinear),
    allowedMethods: methods.length > 0 ? methods : undefined,
  };
}

interface Rule {
  readonly isLinear: boolean;
  readonly allowedMethods: readonly string[] | undefined;
}

async function readRules(octokit: Octokit, place: Place, branch: Branch): Promise<Rule[]> {
  const query = { ...place, branch: branch.name, per_page: 100 };
  const { data } = await octokit.rest.repos.getBranchRules(query);
  return data.map((rule) => ({
    isLinear: rule.type === 'required_linear_history',
    allowedMethods:
      rule.type === 'pull_request' ? rule.parameters?.allowed_merge_methods : undefined,
  }));
}

async function readClassicLinear(octokit: Octokit, place: Place, branch: Branch): Promise<boolean> {
  const query = { ...place, branch: branch.name };
  const { data } = await octokit.rest.repos.getBranchProtection(query);
  return data.required_linear_history?.enabled ?? false;
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
