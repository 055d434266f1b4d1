import * as z from 'zod/mini';

/** The keys of `Deployment.meta` we read. The scalar is opaque: every key is optional. */
export interface DeploymentMeta {
  readonly commit?: string;
  readonly imageDigest?: string;
  readonly skippedReason?: string;
  readonly reason?: string;
}

const text = z.catch(z.optional(z.string()), undefined);
const Meta = z.object({ commitHash: text, imageDigest: text, skippedReason: text, reason: text });

/** Reads `meta` as Railway has been seen to send it: null, an object, or JSON in a string. */
export function parseMeta(meta: unknown): DeploymentMeta {
  const result = Meta.safeParse(typeof meta === 'string' ? jsonOrNull(meta) : meta);
  if (!result.success) return {};
  const { commitHash, imageDigest, skippedReason, reason } = result.data;
  return {
    ...(commitHash && isSha(commitHash) ? { commit: commitHash.toLowerCase() } : {}),
    ...(imageDigest ? { imageDigest } : {}),
    ...(skippedReason ? { skippedReason } : {}),
    ...(reason ? { reason } : {}),
  };
}

const isSha = (text: string): boolean => /^[0-9a-f]{40}$/i.test(text);

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
