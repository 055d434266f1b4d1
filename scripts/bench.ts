/**
 * Measures what design and README promise and prints it: `pnpm bench`, or `pnpm bench cold-start …`
 * for some of it. Compare ratios within one run; a missed budget is told, not enforced. What installs
 * from npm runs only where it is named.
 */
import { bundleSizes } from './bench/bundle-sizes.ts';
import { coldStart } from './bench/cold-start.ts';
import { cutOver } from './bench/cut-over.ts';
import { doctorPeers } from './bench/doctor-peers.ts';
import { doctorSpeed } from './bench/doctor-speed.ts';
import { hostileServers } from './bench/hostile-servers.ts';
import { notice } from './bench/notice.ts';
import { probeMemory } from './bench/probe-memory.ts';
import { railwayWait } from './bench/railway-wait.ts';
import { releaseScale } from './bench/release-scale.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  'cold-start': coldStart,
  'bundle-sizes': bundleSizes,
  'probe-memory': probeMemory,
  notice,
  'cut-over': cutOver,
  'hostile-servers': hostileServers,
  'railway-wait': railwayWait,
  'doctor-peers': doctorPeers,
  'doctor-speed': doctorSpeed,
  'release-scale': releaseScale,
};

const BY_NAME = new Set(['doctor-peers']);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`no bench "${unknown[0]}"; there are ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}
for (const [name, bench] of Object.entries(benches)) {
  const isWanted = asked.length === 0 ? !BY_NAME.has(name) : asked.includes(name);
  if (isWanted) await bench();
}
