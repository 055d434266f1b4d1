import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], timeoutMs: number, exclude: string[] = []) => ({
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
    projects: [
      project('unit', ['src/**/*.test.ts', '*.test.ts'], 10_000, [
        '**/run.test.ts',
        '**/*.adapter.test.ts',
      ]),
      project('flow', ['src/**/run.test.ts'], 10_000),
      project('adapter', ['src/**/*.adapter.test.ts', 'tests/**/*.adapter.test.ts'], 60_000),
      project('bundle', ['tests/**/*.bundle.test.ts'], 60_000),
      project('sandbox', ['tests/**/*.sandbox.test.ts'], 240_000),
    ],
  },
});
