/** Whom and what the pull request gets; `{authors}` stands for those whose pull requests it brings. */
import type { Wishes } from '@release-train/github';
import type { Inputs } from './contract.ts';
import type { Release } from './decide.ts';

/** GitHub refuses more: https://docs.github.com/en/rest/issues/assignees, …/pulls/review-requests */
const mostReviewers = 15;
const mostAssignees = 10;

type Wished = Pick<Inputs, 'labels' | 'reviewers' | 'team-reviewers' | 'assignees'>;

export function wishesOf(inputs: Wished, { entries }: Pick<Release, 'entries'>): Wishes {
  const authors = entries
    .flatMap(({ pull }) => (pull ? [pull.author] : []))
    .filter((login) => login !== 'ghost' && !login.endsWith('[bot]'));
  const named = (people: readonly string[] = [], most: number): readonly string[] =>
    [...new Set(people.flatMap((name) => (name === '{authors}' ? authors : [name])))].slice(
      0,
      most,
    );
  return {
    labels: inputs.labels ?? [],
    reviewers: named(inputs.reviewers, mostReviewers),
    teamReviewers: inputs['team-reviewers'] ?? [],
    assignees: named(inputs.assignees, mostAssignees),
  };
}
