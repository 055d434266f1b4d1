import type { PullRequest } from '@release-train/github';
import { readRecord } from '@release-train/github/managed-block';
import { blockKind } from './decide.ts';

/** Opened by a bot, with our marker, and at the very commit that we put there. */
export function isUntouched({
  authorRole,
  body,
  headSha,
}: Pick<PullRequest, 'authorRole' | 'body' | 'headSha'>): boolean {
  const record = readRecord(body, blockKind);
  const isOurs = authorRole === 'bot' && record?.['source'] !== undefined;
  return isOurs && (record?.['tip'] ?? headSha) === headSha;
}
