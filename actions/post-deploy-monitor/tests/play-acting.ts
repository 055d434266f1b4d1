/** Plays one scenario in this process, which lives in sandbox time, and prints its answer as JSON. */
import { scenarios } from './acting-scenarios.ts';

const scenario = scenarios[process.argv[2] ?? ''];
if (!scenario) throw new Error(`there is no scenario "${process.argv[2]}"`);
process.stdout.write(JSON.stringify(await scenario()));
