import { describe, expect, it } from 'vitest';
import { EarlyAnswers } from '../../../webview-ui/src/api/early.ts';
import { askOverviewOf } from '../../../webview-ui/src/api/questions.ts';
import { Deferred } from '../../../webview-ui/src/app/deferred.ts';
import { ApiError } from '../../../webview-ui/src/transport/apiError.ts';

/** A gateway that counts; it answers nobody before it runs. */
class Gateway {
  readonly asked: string[] = [];
  running = true;

  get = async (path: string): Promise<unknown> => {
    this.asked.push(path);
    if (!this.running) throw new ApiError(0, '');
    return this.asked.length;
  };
}

const STATUS = { key: ['status'], path: '/torii/status' };

describe('answers that were asked for before the page is drawn', () => {
  it('are taken by the first who asks the same, and asked for anew by the second', async () => {
    const gateway = new Gateway();
    const early = new EarlyAnswers(gateway);
    early.ask(STATUS);
    expect(await early.get(STATUS)).toBe(1);
    expect(await early.get(STATUS)).toBe(2);
  });

  it('are known by their key: the moment in an address passes', async () => {
    const gateway = new Gateway();
    const early = new EarlyAnswers(gateway);
    const at = (now: number) => askOverviewOf({ name: 'week' }, { timeZone: 'UTC', now: () => now });
    early.ask(at(1_000_000));
    await early.get(at(1_000_400));
    expect(gateway.asked).toHaveLength(1);
    await early.get(askOverviewOf({ name: 'month' }, { timeZone: 'UTC', now: () => 1_000_500 }));
    expect(gateway.asked).toHaveLength(2);
  });

  it('that failed are asked for again, when somebody wants them', async () => {
    const gateway = new Gateway();
    gateway.running = false;
    const early = new EarlyAnswers(gateway);
    early.ask(STATUS);
    gateway.running = true;
    expect(await early.get(STATUS)).toBe(2);
  });
});

describe('a part of the program', () => {
  it('is loaded once', async () => {
    let loads = 0;
    const part = new Deferred(async () => {
      loads += 1;
      return 'page';
    });
    expect(part.value).toBeUndefined();
    await part.request();
    expect([await part.request(), part.value, loads]).toEqual(['page', 'page', 1]);
  });

  it('whose file could not be had is asked for again', async () => {
    let loads = 0;
    const part = new Deferred(async () => {
      loads += 1;
      if (loads === 1) throw new Error('no gateway');
      return 'page';
    });
    await expect(part.request()).rejects.toThrow('no gateway');
    expect(await part.request()).toBe('page');
  });
});
