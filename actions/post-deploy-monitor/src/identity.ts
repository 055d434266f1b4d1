import { createHash } from 'node:crypto';
import type { Endpoint } from '@release-train/probe';
import type { Place } from '@release-train/railway';
import type { Release } from './await-release.ts';

/** What is judged, whatever started the workflow: the same deployment has the same identity. */
export interface Identity {
  /** Of the environment, or of the endpoints where nothing else is known. */
  readonly place: string;
  /** Of the deployments in it, or of the commit where nothing else is known. */
  readonly key: string;
}

export function identityOf(
  commit: string,
  release: Release | undefined,
  endpoints: readonly Endpoint[],
): Identity {
  if (!release) {
    const urls = endpoints.map(({ request: { url } }) => `${url.origin}${url.pathname}`);
    return { place: digest(urls).slice(0, 8), key: digest([commit]).slice(0, 12) };
  }
  return identityAt(
    release.place,
    release.pinned.map(({ deployment }) => deployment.id),
  );
}

/** Of deployments in an environment, whether or not they ever served. */
export const identityAt = (place: Place, deployments: readonly string[]): Identity => ({
  place: placeOf(place),
  key: digest(deployments).slice(0, 12),
});

/** The environment on Railway, as records name it. */
export const placeOf = ({ environmentId }: Place): string => digest([environmentId]).slice(0, 8);

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.toSorted().join('\n')).digest('hex');
