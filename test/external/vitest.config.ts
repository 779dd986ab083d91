import { defineConfig } from 'vitest/config';

/** Real programs of others against our gateway: slow, one after the other, and they need the npm registry once. */
export default defineConfig({
  cacheDir: '../../node_modules/.vite',
  test: {
    root: import.meta.dirname,
    reporters: ['default', ['json', { outputFile: '../../test-results/external.json' }]],
    include: ['**/*.external.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    // Before its first test a file has its programs installed, where they are not.
    hookTimeout: 1_200_000,
  },
});
