import { defineConfig } from 'vitest/config';

/** The packed extension in a real code-server, driven in a real browser: slow, one after the other. */
export default defineConfig({
  cacheDir: '../../node_modules/.vite',
  test: {
    root: import.meta.dirname,
    reporters: ['default', ['json', { outputFile: '../../test-results/e2e.json' }]],
    include: ['*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 900_000,
    sequence: { concurrent: false },
  },
});
