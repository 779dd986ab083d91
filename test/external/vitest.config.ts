import { defineConfig } from 'vitest/config';

/** Real programs of others against our gateway: slow, one after the other, and they need the npm registry once. */
export default defineConfig({
  cacheDir: '../../node_modules/.vite',
  test: {
    root: import.meta.dirname,
    reporters: ['default', ['json', { outputFile: '../../test-results/external.json' }]],
    include: ['**/*.external.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
