import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bucket, DeploymentSummary, ModelGroup } from '../../../src/protocol/api.ts';
import type { DoctorCheck } from '../../../src/protocol/doctor.ts';
import type { Failures, Speed } from '../../../src/protocol/insights.ts';
import { createFormatter } from '../../../webview-ui/src/format/formatter.ts';
import { failuresBy, failuresOverTime } from '../../../webview-ui/src/pages/errors/failureRows.ts';
import { capabilitiesOf, groupHealth, lineKey, toModelLines } from '../../../webview-ui/src/pages/models/modelRows.ts';
import { testPrice } from '../../../webview-ui/src/pages/models/testPrice.ts';
import { missingGroups, moveEntry, removeEntry } from '../../../webview-ui/src/pages/routing/chainEdit.ts';
import { countChecks, worstFirst } from '../../../webview-ui/src/pages/settings/doctorChecks.ts';
import { dayLine, modelLines, percentileLines } from '../../../webview-ui/src/series/lines.ts';
import { countScale, durationScale, moneyScale, shareScale } from '../../../webview-ui/src/series/scales.ts';
import { stepStarts } from '../../../webview-ui/src/series/steps.ts';
import { en } from '../../../webview-ui/src/strings/en.ts';

const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 10, 20, 15);
const format = createFormatter('en-US', 'UTC', en.units);

describe('the steps of a line of time', () => {
  it('are hours of a day, and days of more, in the user’s zone', () => {
    const span = { from: MIDNIGHT, to: MIDNIGHT + 3 * HOUR + 60_000, step: 'hour' } as const;
    expect(stepStarts(span, 'Asia/Tokyo')).toEqual([0, 1, 2, 3].map((hour) => MIDNIGHT + hour * HOUR));
    const week = { from: MIDNIGHT, to: MIDNIGHT + 49 * HOUR, step: 'day' } as const;
    expect(stepStarts(week, 'Asia/Tokyo')).toEqual([0, 24, 48].map((hour) => MIDNIGHT + hour * HOUR));
  });
});

const summary = (p50: number | null, p95: number | null) => ({
  measured: 3,
  durationP50: p50,
  durationP95: p95,
  timeToFirstTokenP50: null,
  timeToFirstTokenP95: null,
  tokensPerSecondP50: null,
});

const speed: Speed = {
  from: 0,
  to: 3 * HOUR,
  step: 'hour',
  oneIn: 1,
  all: [{ start: HOUR, ...summary(100, 400) }],
  points: [
    { start: HOUR, modelGroup: 'claude', ...summary(90, 300) },
    { start: 2 * HOUR, modelGroup: 'nova', ...summary(120, 500) },
  ],
  models: [
    { modelGroup: 'nova', ...summary(120, 500), measured: 1 },
    { modelGroup: 'claude', ...summary(90, 300), measured: 2 },
    { modelGroup: 'embed', ...summary(null, null), measured: 9 },
  ],
};
const starts = [0, HOUR, 2 * HOUR];

describe('lines of speed', () => {
  it('have a gap where nothing was measured, rather than a zero', () => {
    const { rows, lines } = percentileLines(speed, 'duration', starts, { p50: 'p50', p95: 'p95' });
    expect(rows.map(({ values }) => values)).toEqual([
      [null, null],
      [100, 400],
      [null, null],
    ]);
    expect(lines.map(({ dashed }) => dashed === true)).toEqual([false, true]);
  });

  it('by model begin with the one that answered most, and leave out models without a figure', () => {
    const { rows, lines } = modelLines(speed, 'duration', starts, { share: 'p95', configured: [] });
    expect(lines.map(({ name }) => name)).toEqual(['claude', 'nova']);
    expect(rows.map(({ values }) => values)).toEqual([
      [null, null],
      [300, null],
      [null, 500],
    ]);
    expect(modelLines(speed, 'timeToFirstToken', starts, { share: 'p50', configured: [] }).lines).toEqual([]);
  });
});

describe('a measure per day', () => {
  const bucket = (values: Partial<Bucket>): Bucket => ({
    ...{ day: '2026-11-20', modelGroup: 'claude', requests: 4, failures: 1, fallbacks: 0, unknownCostRequests: 0 },
    ...{ cost: 0, cacheSavings: 7, inputTokens: 10, outputTokens: 5, cacheReadTokens: 90, cacheWriteTokens: 0 },
    ...values,
  });
  const buckets = [bucket({}), bucket({ modelGroup: 'nova', failures: 0 })];
  const valuesOf = (measure: 'requests' | 'tokens' | 'savings' | 'errors') =>
    dayLine(buckets, ['2026-11-19', '2026-11-20'], measure, {
      line: { name: 'x', colour: 'red' },
      timeZone: 'UTC',
    }).rows.map(({ values }) => values[0]);

  it('adds up the models of the day; a ratio of nothing is unknown, a sum of nothing is 0', () => {
    expect(valuesOf('requests')).toEqual([0, 8]);
    expect(valuesOf('tokens')).toEqual([0, 210]);
    expect(valuesOf('savings')).toEqual([0, 14]);
    expect(valuesOf('errors')).toEqual([null, 0.125]);
  });
});

describe('the scales of charts', () => {
  const counts = fc.integer({ min: 0, max: 1e12 });
  const scales = [
    [countScale(format), counts],
    [durationScale(format), counts],
    [moneyScale(format), counts],
    [shareScale(format), counts.map((count) => count / 1e12)],
  ] as const;

  it('begin at zero, rise, and reach the largest value', () => {
    for (const [scale, values] of scales) {
      fc.assert(
        fc.property(values, (largest) => {
          const ticks = scale.ticks(largest);
          expect(ticks[0]).toBe(0);
          expect(ticks).toEqual(ticks.toSorted((one, other) => one - other));
          expect(new Set(ticks).size).toBe(ticks.length);
          expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest * 0.999);
        }),
      );
    }
  });

  it('write values in the words of their unit', () => {
    expect(durationScale(format).text(1234)).toBe('1.2\u00a0s');
    expect(moneyScale(format).tick(3_000_000_000, 3_000_000_000)).toBe('$3');
    expect(shareScale(format).tick(0.05, 0.05)).toBe('5\u00a0%');
    expect(countScale(format).ticks(1)).toEqual([0, 1, 2, 3]);
  });
});

describe('failures', () => {
  const group = (values: Partial<Failures['groups'][number]>) => ({
    ...{ kind: 'timeout', code: null, httpStatus: 504, modelGroup: 'claude', provider: null, count: 1 },
    ...{ lastAt: 0, callId: 'c', message: '' },
    ...values,
  });

  it('are summed up by kind or by model, most frequent first, as shares of the largest', () => {
    const groups = [
      group({ count: 2 }),
      group({ kind: 'rate-limit', count: 8 }),
      group({ modelGroup: 'nova', count: 2 }),
    ];
    expect(failuresBy(groups, 'kind')).toEqual([
      { name: 'rate-limit', count: 8, share: 1 },
      { name: 'timeout', count: 4, share: 0.5 },
    ]);
    expect(failuresBy(groups, 'modelGroup').map(({ name }) => name)).toEqual(['claude', 'nova']);
    expect(failuresBy([], 'kind')).toEqual([]);
  });

  it('have zeros where none happened, and can be those of one kind', () => {
    const buckets = [
      { start: HOUR, kind: 'timeout', count: 2 },
      { start: HOUR, kind: 'budget', count: 1 },
    ];
    expect(failuresOverTime({ buckets }, starts, undefined).map(({ count }) => count)).toEqual([0, 3, 0]);
    expect(failuresOverTime({ buckets }, starts, 'budget').map(({ count }) => count)).toEqual([0, 1, 0]);
  });
});

describe('what Doctor found', () => {
  const check = (id: string, status: DoctorCheck['status']): DoctorCheck => ({
    ...{ id, status, group: 'g', hop: 'Torii', summary: '', duration_ms: 1 },
  });

  it('begins with what is wrong, and keeps Doctor’s order otherwise', () => {
    const checks = [
      check('a', 'ok'),
      check('b', 'skipped'),
      check('c', 'failure'),
      check('d', 'warning'),
      check('e', 'ok'),
    ];
    expect(worstFirst(checks).map(({ id }) => id)).toEqual(['c', 'd', 'a', 'e', 'b']);
    expect(countChecks(checks)).toEqual({ ok: 2, warning: 1, failure: 1, skipped: 1 });
  });
});

describe('chains of fallbacks', () => {
  const chain = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 });

  it('keep their entries when one moves, and a move back undoes it', () => {
    fc.assert(
      fc.property(chain, fc.nat({ max: 5 }), (entries, index) => {
        const moved = moveEntry(entries, index, 1);
        expect([...moved].sort()).toEqual([...entries].sort());
        if (index < entries.length - 1) expect(moveEntry(moved, index + 1, -1)).toEqual(entries);
        else expect(moved).toEqual(entries);
      }),
    );
  });

  it('offer neither their own model nor what they have', () => {
    expect(missingGroups(['a', 'b', 'c'], { model: 'a', fallbacks: ['b'] })).toEqual(['c']);
    expect(removeEntry(['b', 'c'], 0)).toEqual(['c']);
  });
});

describe('models', () => {
  const deployment = (values: Partial<DeploymentSummary>): DeploymentSummary => ({
    ...{ id: 'd', provider: 'bedrock', model: 'm', region: null, apiBase: null, health: 'ready', coolingUntil: null },
    ...{ inputPrice: 3, outputPrice: 15, cacheReadPrice: null, cacheWritePrice: null, maxInputTokens: null },
    ...{ maxOutputTokens: null, mode: 'chat', source: null },
    supports: { tools: true, images: false, documents: false, thinking: true, promptCaching: false },
    ...values,
  });
  const group = (name: string, deployments: readonly DeploymentSummary[]): ModelGroup => ({
    ...{ name, fallbacks: [], aliases: [] },
    deployments: [...deployments],
  });

  it('stand above their deployments, until they are closed', () => {
    const groups = [group('a', [deployment({ id: '1' }), deployment({ id: '2' })]), group('b', [])];
    expect(toModelLines(groups, new Set()).map(lineKey)).toEqual([
      'group a',
      'deployment a 1',
      'deployment a 2',
      'group b',
    ]);
    expect(toModelLines(groups, new Set(['a'])).map(lineKey)).toEqual(['group a', 'group b']);
  });

  it('work as long as one of their deployments does', () => {
    const [cooling, ready] = [deployment({ health: 'cooling' }), deployment({})];
    expect(groupHealth(group('a', [cooling, ready]))).toBe('ready');
    expect(groupHealth(group('a', [cooling]))).toBe('cooling');
    expect(groupHealth(group('a', []))).toBe('unavailable');
    expect(capabilitiesOf(ready)).toEqual(['tools', 'thinking']);
  });

  it('say before a test what it costs at most: 20 tokens in and one out', () => {
    expect(testPrice(deployment({}))).toBe(75_000);
    expect(testPrice(deployment({ mode: 'embedding', outputPrice: null }))).toBe(60_000);
    expect(testPrice(deployment({ outputPrice: null }))).toBeUndefined();
    expect([3, 0.8, 0.0375].map(format.price)).toEqual(['$3', '$0.80', '$0.0375']);
  });
});
