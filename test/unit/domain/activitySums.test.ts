import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addReport, NO_SUMS, toolsOf, totalsOf } from '../../../src/domain/activitySums.ts';
import type { ActivityReport } from '../../../src/domain/agentActivity.ts';

const CALL: ActivityReport = {
  counter: 'toolCalls',
  amount: 1,
  tool: 'Bash',
  source: 'logs',
  series: undefined,
  at: 0,
};

describe('the sums of an agent’s reports', () => {
  it('count what several signals tell once, by the largest account', () => {
    const reports = [CALL, CALL, { ...CALL, source: 'metrics', amount: 5 }, { ...CALL, source: 'traces' }] as const;
    const sums = reports.reduce<ReturnType<typeof addReport>>(addReport, NO_SUMS);
    expect(totalsOf(sums).toolCalls).toBe(5);
    expect(toolsOf(sums)).toEqual([{ name: 'Bash', calls: 5, failures: 0 }]);
  });

  it('take totals since the agent’s start as differences, and a total that fell as a new beginning', () => {
    const totals = [2, 2, 5, 1].map((amount) => ({ ...CALL, source: 'metrics' as const, series: 'one', amount }));
    expect(totalsOf(totals.reduce(addReport, NO_SUMS)).toolCalls).toBe(6);
  });

  it('never fall, and keep to bounds, whatever is told', () => {
    const report = fc.record({
      counter: fc.constantFrom('toolCalls' as const, 'linesAdded' as const),
      amount: fc.double({ noNaN: true }),
      tool: fc.option(fc.string(), { nil: undefined }),
      source: fc.constantFrom('logs' as const, 'metrics' as const),
      series: fc.option(fc.string(), { nil: undefined }),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(report, { maxLength: 60 }), (reports) => {
        let sums = NO_SUMS;
        for (const each of reports) {
          const next = addReport(sums, each);
          expect(totalsOf(next).toolCalls).toBeGreaterThanOrEqual(totalsOf(sums).toolCalls);
          sums = next;
        }
        expect(Object.keys(sums.series).length).toBeLessThanOrEqual(500);
      }),
    );
  });

  it('keep a hundred tools of a task', () => {
    const many = Array.from({ length: 150 }, (_, index) => ({ ...CALL, tool: `tool-${index}` }));
    const sums = many.reduce(addReport, NO_SUMS);
    expect(toolsOf(sums)).toHaveLength(100);
    expect(totalsOf(sums).toolCalls).toBe(150);
  });
});
