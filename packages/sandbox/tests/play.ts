/** Plays a scenario in a process of its own, in sandbox time. */
import { once } from 'node:events';
import { startInSandboxTime } from '../src/in-sandbox-time.ts';

const module = new URL('./play-scenario.ts', import.meta.url).pathname;

export async function play(scenario: string): Promise<Record<string, unknown>> {
  const child = startInSandboxTime({ module, args: [scenario], speed: 60, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`scenario ${scenario} broke off:\n${output.stderr}`);
  return JSON.parse(output.stdout);
}
