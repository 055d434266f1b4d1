import type { Dressing, PullRequest, Wishes } from './github.ts';

export interface DressCalls {
  readonly addLabels: (names: readonly string[]) => Promise<void>;
  readonly requestReviewers: (logins: readonly string[]) => Promise<void>;
  readonly requestTeams: (slugs: readonly string[]) => Promise<void>;
  readonly addAssignees: (logins: readonly string[]) => Promise<void>;
  /** People who have given a review. */
  readonly reviewedBy: () => Promise<readonly string[]>;
}

/** Adds what is missing; one refused name does not take the others with it. */
export async function dressPull(
  calls: DressCalls,
  pull: PullRequest,
  wishes: Wishes,
): Promise<Dressing> {
  const people = await missingPeople(calls, pull, wishes);
  const labels = without(wishes.labels, pull.labels);
  const assignees = without(wishes.assignees, pull.assignees);
  const results = [
    await addAll('label', labels, calls.addLabels),
    await addAll('reviewer', people.reviewers, calls.requestReviewers),
    await addAll('team reviewer', people.teams, calls.requestTeams),
    await addAll('assignee', assignees, calls.addAssignees),
  ];
  return {
    changed: results.some(({ changed }) => changed),
    warnings: results.flatMap(({ warnings }) => warnings),
  };
}

/**
 * A given review takes its author, or the team it stands for, off the list of requests. Asking
 * again would nag: people who reviewed are left in peace, and teams once anybody did.
 */
async function missingPeople(
  { reviewedBy }: DressCalls,
  pull: PullRequest,
  wishes: Wishes,
): Promise<{ reviewers: readonly string[]; teams: readonly string[] }> {
  const reviewers = without(wishes.reviewers, [...pull.reviewers, pull.author]);
  const slugs = wishes.teamReviewers.map((team) => team.split('/').at(-1) ?? team);
  const teams = without(slugs, pull.teams);
  if (reviewers.length + teams.length === 0) return { reviewers, teams };
  const reviewed = await reviewedBy();
  return { reviewers: without(reviewers, reviewed), teams: reviewed.length > 0 ? [] : teams };
}

/** GitHub does not tell `Bug` from `bug`, neither in labels nor in logins. */
function without(wanted: readonly string[], present: readonly string[]): readonly string[] {
  const known = new Set(present.map((name) => name.toLowerCase()));
  return [...new Set(wanted)].filter((name) => !known.has(name.toLowerCase()));
}

async function addAll(
  what: string,
  names: readonly string[],
  add: (names: readonly string[]) => Promise<void>,
): Promise<Dressing> {
  if (names.length === 0) return { changed: false, warnings: [] };
  try {
    await add(names);
    return { changed: true, warnings: [] };
  } catch (error) {
    const [only, ...others] = names;
    if (only !== undefined && others.length === 0) {
      const reason = error instanceof Error ? error.message : String(error);
      return { changed: false, warnings: [`${what} "${only}" was not added: ${reason}`] };
    }
    const results: Dressing[] = [];
    for (const name of names) results.push(await addAll(what, [name], add));
    return {
      changed: results.some(({ changed }) => changed),
      warnings: results.flatMap(({ warnings }) => warnings),
    };
  }
}
