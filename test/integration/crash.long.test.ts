import { describe, expect, it } from 'vitest';
import { crashRun } from '../support/crashRun.ts';
import { crashProblems } from '../support/crashTally.ts';

const TIMEOUT_MS = 60_000;

describe('a gateway that is killed amid requests, twice', () => {
  it('leaves one row for each answer that a client has, and an estimate for each that broke off', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const tally = await crashRun({ requests: 100, killAfter: [20, 60], pauseMs: () => 2 });
    expect(tally).toMatchObject({ integrity: 'ok', requestsWithTwoRows: 0 });
    expect(tally.acknowledged).toBeGreaterThanOrEqual(80);
    expect(tally.brokenOff).toBeGreaterThan(0);
    expect(crashProblems(tally)).toEqual([]);
  });
});
