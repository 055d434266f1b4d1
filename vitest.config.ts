import { defineConfig } from 'vitest/config';

interface Level {
  readonly name: string;
  readonly include: readonly string[];
  readonly timeoutMs: number;
  readonly exclude?: readonly string[];
}

/** One level of TESTING.md. The timeouts are for slow machines; no test waits for them. */
const level = ({ name, include, timeoutMs, exclude = [] }: Level) => ({
  test: {
    name,
    include: include.flatMap((glob) => [
      `actions/*/${glob}`,
      `packages/*/${glob}`,
      `scripts/${glob}`,
    ]),
    exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
});

export default defineConfig({
  test: {
    // One worker for each core: by far the most of a test's time is that of the programs it starts.
    maxWorkers: '100%',
    projects: [
      level({
        name: 'unit',
        include: ['src/**/*.test.ts', '*.test.ts'],
        timeoutMs: 20_000,
        exclude: ['**/run.test.ts', '**/*.adapter.test.ts'],
      }),
      level({ name: 'flow', include: ['src/**/run.test.ts'], timeoutMs: 20_000 }),
      level({
        name: 'adapter',
        include: ['src/**/*.adapter.test.ts', 'tests/**/*.adapter.test.ts'],
        timeoutMs: 120_000,
      }),
      level({ name: 'bundle', include: ['tests/**/*.bundle.test.ts'], timeoutMs: 120_000 }),
      level({ name: 'sandbox', include: ['tests/**/*.sandbox.test.ts'], timeoutMs: 300_000 }),
    ],
  },
});
