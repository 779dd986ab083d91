import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { testFolder } from './test/support/testFolder.ts';

/** Tests of minutes, of many processes, or of time that really passes. */
const LONG = '**/*.long.test.ts';

export default defineConfig({
  test: {
    // Bounds against hanging, not on time: a busy machine is many times slower.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    // Half of the time would go into loading the same modules again. Tests leave nothing behind in them.
    isolate: false,
    unstubEnvs: true,
    unstubGlobals: true,
    // Of two cores vitest would leave one idle; most tests wait for sockets and files.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { TMPDIR: testFolder },
    globalSetup: ['test/support/testFolder.ts'],
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: 'test-results/vitest.json' },
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['test/{unit,contract,integration}/**/*.test.ts'], exclude: [LONG] },
      },
      { extends: true, test: { name: 'long', include: [`test/{unit,contract,integration}/${LONG}`] } },
    ],
  },
});
