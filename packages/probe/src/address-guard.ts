import { BlockList, isIP } from 'node:net';

// https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sibling: loopback,
// private, link-local (cloud metadata lives there), shared, documentation, multicast, reserved, and
// the tunnels (6to4, Teredo, IPv4-compatible) that carry any of these inside.
const special = {
  ipv4: [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
  ipv6: [
    ['::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 23],
    ['2002::', 16],
    ['3fff::', 20],
    ['5f00::', 16],
    ['fc00::', 7],
    ['fe80::', 10],
    ['fec0::', 10],
    ['ff00::', 8],
    ['2001:db8::', 32],
  ],
} as const;

// Mapped addresses (::ffff:a.b.c.d) are checked by Node against the IPv4 networks; listed here, their
// own network would match every IPv4 address.
const notPublic = (): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of special.ipv4) {
    list.addSubnet(net, prefix, 'ipv4');
    // The same networks as a NAT64 gateway reaches them (RFC 6052).
    list.addSubnet(`64:ff9b::${net}`, 96 + prefix, 'ipv6');
  }
  for (const [net, prefix] of special.ipv6) list.addSubnet(net, prefix, 'ipv6');
  return list;
};

const blocked = notPublic();

/** Whether a resolved address may be probed without `allow-private`. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !blocked.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
