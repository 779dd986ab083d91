import { describe, expect, it } from 'vitest';
import { OpenCaps, readAmount, suggestedRaise } from '../../../src/vscode/budgets/openCaps.ts';

const CAP = { scope: 'key', scopeId: 'token', model: null, duration: '1d', maxBudget: 5_000_000_000, resetsAt: 1000 };

describe('messages about budgets', () => {
  it('come up once for a cap, however many requests wait at it', () => {
    const caps = new OpenCaps();
    expect(caps.begin(CAP)).toBe(true);
    expect(caps.begin({ ...CAP })).toBe(false);
    caps.end(CAP);
    expect(caps.begin(CAP)).toBe(true);
  });

  it('come up for another budget, a raised one, and the next window', () => {
    const caps = new OpenCaps();
    caps.begin(CAP);
    const others = [
      { ...CAP, scopeId: 'other' },
      { ...CAP, model: 'claude' },
      { ...CAP, maxBudget: 6_000_000_000 },
      { ...CAP, resetsAt: 2000 },
    ];
    expect(others.map((cap) => caps.begin(cap))).toEqual([true, true, true, true]);
  });
});

describe('a raise', () => {
  it('is offered that is enough for the request, in whole cents', () => {
    expect(suggestedRaise({ estimate: 1_234_500_000, maxBudget: 5_000_000_000 })).toBe('1.24');
    expect(suggestedRaise({ estimate: 1, maxBudget: 5_000_000_000 })).toBe('1.00');
    expect(suggestedRaise({ estimate: 1, maxBudget: 0 })).toBe('0.01');
  });

  it('is read as people write it', () => {
    expect(['5', ' $0.50 ', '0', '-1', 'x', ''].map(readAmount)).toEqual([
      5,
      0.5,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
