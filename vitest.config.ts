import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,contract,integration}/**/*.test.ts'],
    testTimeout: 20_000,
    // Of two cores vitest would leave one idle; most tests wait for sockets and files.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters:
      process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
  },
});
