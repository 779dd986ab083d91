import { describe, expect, it } from 'vitest';
import { paceOf } from '../../../webview-ui/src/management/pace.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const DOLLAR = 1e9;

describe('the pace of a budget', () => {
  it('goes on as since the begin of the budget', () => {
    const month = { spend: 84 * DOLLAR, duration: '30d', resetsAt: at('2026-12-01T00:00') };
    expect(paceOf(month, at('2026-11-22T00:00'))).toBe(120 * DOLLAR);
  });

  it('knows that months differ in length', () => {
    const february = { spend: 14 * DOLLAR, duration: '1mo', resetsAt: at('2026-03-01T00:00') };
    expect(paceOf(february, at('2026-02-15T00:00'))).toBe(28 * DOLLAR);
  });

  it('is not known in the first tenth of the time, after its end, or without an end', () => {
    const day = { spend: DOLLAR, duration: '1d', resetsAt: at('2026-11-22T00:00') };
    expect(paceOf(day, at('2026-11-21T02:00'))).toBeUndefined();
    expect(paceOf(day, at('2026-11-22T00:01'))).toBeUndefined();
    expect(paceOf({ ...day, duration: null }, at('2026-11-21T12:00'))).toBeUndefined();
    expect(paceOf({ ...day, resetsAt: null }, at('2026-11-21T12:00'))).toBeUndefined();
    expect(paceOf({ ...day, duration: 'soon' }, at('2026-11-21T12:00'))).toBeUndefined();
  });
});
