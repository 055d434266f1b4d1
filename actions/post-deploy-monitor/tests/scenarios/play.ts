/** Plays one scenario in this process, which lives in sandbox time, and prints what came of it as JSON. */
import { scenarios } from './table.ts';

const scenario = scenarios.find(({ name }) => name === process.argv[2]);
if (!scenario) throw new Error(`there is no scenario "${process.argv[2]}"`);
process.stdout.write(JSON.stringify(await scenario.play()));
