import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { isPublicAddress } from './address-guard.ts';

/** What a probe goes out through. */
export interface Network {
  readonly lookup: (
    hostname: string,
    options: LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void;
  readonly isPublic: (address: string) => boolean;
  /** HTTP_PROXY, HTTPS_PROXY, NO_PROXY and their lower-case forms. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The network of this machine. The variables are read at each probe. */
export const thisNetwork: Network = {
  lookup,
  isPublic: isPublicAddress,
  environment: process.env,
};
