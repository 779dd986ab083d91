import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import { NOON, openTestLedger } from './support.ts';

function entry(id: string, values: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id,
    at: NOON,
    action: 'created',
    objectKind: 'key',
    objectId: 'token-1',
    actor: 'admin',
    actorToken: undefined,
    onBehalfOf: undefined,
    ipAddress: undefined,
    route: undefined,
    before: undefined,
    after: { models: ['a'] },
    ...values,
  };
}

const ALL = { offset: 0, limit: 100 };

describe('the audit store', () => {
  it('gives back what it was given, newest first, by filter and page', async () => {
    const { audit } = await openTestLedger();
    const one = entry('one', {
      onBehalfOf: 'boss',
      ipAddress: '127.0.0.1',
      route: 'POST /key/generate',
      before: { a: 1 },
    });
    await audit.record(one);
    await audit.record(entry('two', { at: NOON + 1, action: 'deleted', objectKind: 'team', actor: 'ann' }));
    expect(await audit.find('one')).toEqual(one);
    expect((await audit.list({}, ALL)).entries.map(({ id }) => id)).toEqual(['two', 'one']);
    expect(await audit.list({}, { offset: 1, limit: 1 })).toMatchObject({ entries: [{ id: 'one' }], total: 2 });
    for (const filter of [{ action: 'deleted' }, { objectKind: 'team' }, { actor: 'ann' }, { from: NOON + 1 }]) {
      expect((await audit.list(filter, ALL)).entries.map(({ id }) => id)).toEqual(['two']);
    }
    expect((await audit.list({ to: NOON + 1 }, ALL)).entries.map(({ id }) => id)).toEqual(['one']);
  });

  it('forgets what is too old, and what is too much', async () => {
    const { audit } = await openTestLedger({ auditLimits: () => ({ maxAgeMs: 1000, maxEntries: 5 }) });
    await audit.record(entry('old', { at: NOON - 1001 }));
    await audit.record(entry('young'));
    expect((await audit.list({}, ALL)).entries.map(({ id }) => id)).toEqual(['young']);
    for (let number = 0; number < 200; number += 1) await audit.record(entry(`n${number}`, { at: NOON + number }));
    expect((await audit.list({}, ALL)).total).toBeLessThanOrEqual(105);
    expect(await audit.find('young')).toBeUndefined();
  });
});
