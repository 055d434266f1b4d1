// Preloaded: tells the largest resident set (KiB) of the process when it ends.
import { writeFileSync } from 'node:fs';

const path = process.env.BENCH_USAGE;
process.on('exit', () => writeFileSync(path, String(process.resourceUsage().maxRSS)));
