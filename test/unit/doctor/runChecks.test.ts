import { describe, expect, it } from 'vitest';
import { type Check, joinResults, runChecks } from '../../../src/doctor/check.ts';
import { ok } from '../../../src/doctor/finding.ts';
import { toMarkdown, toText } from '../../../src/doctor/report.ts';
import { ManualClock } from '../../support/manualClock.ts';

const run = (checks: readonly Check[], clock = new ManualClock()) =>
  runChecks(checks, { clock, language: 'en', hide: (text) => text.replaceAll('secret', '[hidden]') });

describe('a run of checks', () => {
  it('takes what a check throws as its finding, without the secret in it', async () => {
    const [found] = await run([{ id: 'budgets', run: () => Promise.reject(new Error('a secret broke')) }]);
    expect(found).toMatchObject({ status: 'failure', detail: 'a [hidden] broke' });
  });

  it('ends a check that does not end by itself', async () => {
    const clock = new ManualClock();
    let aborted = false;
    const endless: Check = {
      id: 'destinations',
      run: (signal) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return new Promise(() => undefined);
      },
    };
    const running = run([endless], clock);
    await clock.advance(15_000);
    expect(await running).toMatchObject([{ status: 'failure', summary: 'The check did not end within 15 s.' }]);
    expect(aborted).toBe(true);
  });

  it('gives results in the order of the report, and a later list’s in the place of an earlier one’s', async () => {
    const earlier = await run([
      { id: 'budgets', run: () => [ok('budgets-ok', { count: 1 })] },
      { id: 'gateway-up', run: () => [ok('port-free', { port: 1 }), ok('port-free', { port: 2 })] },
    ]);
    expect(earlier.map(({ id }) => id)).toEqual(['gateway-up', 'gateway-up', 'budgets']);
    const later = await run([{ id: 'gateway-up', run: () => [ok('port-free', { port: 3 })] }]);
    expect(joinResults(earlier, later).map(({ summary }) => summary)).toEqual([
      'Port 3 is free.',
      'All 1 budgets have room.',
    ]);
  });
});

describe('a report', () => {
  it('keeps the words of others from being markup', async () => {
    const found = await run([{ id: 'budgets', run: () => Promise.reject(new Error('<img src=x> [link](y) `code`')) }]);
    expect(toMarkdown(found, 'en', '1.0')).toContain('\\<img src=x\\> \\[link\\](y) \\`code\\`');
    expect(toText(found, 'en')).toContain('<img src=x>');
  });
});
