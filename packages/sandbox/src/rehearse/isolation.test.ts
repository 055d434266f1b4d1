import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { isIsolated } from './isolation.ts';

const address = (internal: boolean): NetworkInterfaceInfo => ({
  address: internal ? '127.0.0.1' : '10.0.0.2',
  netmask: '255.0.0.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
});

it('is isolated with loopback alone, or with nothing', () => {
  expect(isIsolated({})).toBe(true);
  expect(isIsolated({ lo: [address(true)] })).toBe(true);
  expect(isIsolated({ lo: [address(true)], eth0: [address(false)] })).toBe(false);
});
