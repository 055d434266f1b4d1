import type { GitHub, PullRequest } from './github.ts';
import { readRecord } from './managed-block.ts';

/** A pull request that a person closed without merging it. */
export interface ClosedByPerson {
  readonly number: number;
  readonly login: string;
}

interface Wanted {
  /** Of the managed block. */
  readonly kind: string;
  /** What the new one would be marked with. */
  readonly record: Readonly<Record<string, string>>;
  /** Of its branch, now: GitHub reopens nothing whose branch is gone or was moved. */
  readonly branchTip: string | undefined;
}

/**
 * Whether the last pull request was closed by a person, and another one would bring the same again.
 * New content is a new question; so is a branch that people had pushed to, or have deleted.
 */
export async function closedByPerson(
  github: Pick<GitHub, 'closer'>,
  last: PullRequest | undefined,
  { kind, record, branchTip }: Wanted,
): Promise<ClosedByPerson | undefined> {
  if (last?.state !== 'closed' || last.isMerged || last.headSha !== branchTip) return undefined;
  const { source, part, tip = source } = readRecord(last.body, kind) ?? {};
  const isSame = source === record['source'] && part === record['part'] && tip === last.headSha;
  if (source === undefined || !isSame) return undefined;
  const closer = await github.closer(last.number);
  return closer && !closer.isBot ? { number: last.number, login: closer.login } : undefined;
}
