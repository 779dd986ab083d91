import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedFields,
  NO_LIMITS,
  readAmount,
  toLimitBody,
  wrongFields,
} from '../../../webview-ui/src/management/limitForm.ts';
import { spentShare, spentState } from '../../../webview-ui/src/management/limits.ts';
import { KEEP, NEW_KEY, toKeyForm, toKeyUpdate, toNewKeyBody } from '../../../webview-ui/src/pages/keys/keyForm.ts';
import { keyTitle, toKeyRow } from '../../../webview-ui/src/pages/keys/keyRow.ts';
import { NEW_USER, toNewUserBody, toTeamForm, toTeamUpdate } from '../../../webview-ui/src/pages/teams/groupForm.ts';
import { toTeamRow, toUserRow, userTitle } from '../../../webview-ui/src/pages/teams/teamRow.ts';

const NOW = Date.UTC(2026, 10, 21);
const KEY = {
  token: 'hash-1',
  key_name: 'sk-...9Xkq',
  key_alias: 'cline',
  spend: 1.25,
  max_budget: 5,
  budget_duration: '30d',
  budget_reset_at: '2026-12-01T00:00:00Z',
  models: ['claude'],
  rpm_limit: 60,
  expires: '2026-11-22T00:00:00Z',
  blocked: false,
};

describe('a row of the list of keys', () => {
  it('is read from LiteLLM’s row: USD become nano-USD, times epoch ms', () => {
    expect(toKeyRow(KEY, NOW)).toMatchObject({
      token: 'hash-1',
      alias: 'cline',
      spend: 1_250_000_000,
      maxBudget: 5_000_000_000,
      period: '30d',
      resetsAt: Date.UTC(2026, 11, 1),
      rpm: 60,
      tpm: null,
      state: 'active',
    });
  });

  it('is blocked before it is expired, and expired from the moment on', () => {
    const stateAt = (row: object, now: number) => toKeyRow(row, now).state;
    expect(stateAt(KEY, Date.UTC(2026, 10, 22) - 1)).toBe('active');
    expect(stateAt(KEY, Date.UTC(2026, 10, 22))).toBe('expired');
    expect(stateAt({ ...KEY, blocked: true }, Date.UTC(2026, 10, 23))).toBe('blocked');
  });

  it('has a name even without an alias, and survives whatever a server sends', () => {
    expect(keyTitle(toKeyRow({ ...KEY, key_alias: null }, NOW))).toBe('sk-...9Xkq');
    fc.assert(
      fc.property(fc.anything(), (row) => {
        expect(toKeyRow(row, NOW).models).toEqual(expect.any(Array));
      }),
    );
  });
});

describe('what is spent of a budget', () => {
  it('is a share of it, the whole at most; without a budget there is none', () => {
    expect(spentShare({ spend: 1, maxBudget: 4 })).toBe(0.25);
    expect(spentShare({ spend: 9, maxBudget: 4 })).toBe(1);
    expect(spentShare({ spend: 0, maxBudget: 0 })).toBe(1);
    expect(spentShare({ spend: 9, maxBudget: null })).toBeUndefined();
  });

  it('is marked where the editor warns, too', () => {
    expect([0.79, 0.8, 0.999, 1].map(spentState)).toEqual(['fine', 'near', 'near', 'over']);
  });
});

describe('amounts', () => {
  it.each([
    ['', null],
    [' $1,200.50 ', 1200.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-1', undefined],
    ['1e3', undefined],
    ['five', undefined],
    ['1.2.3', undefined],
  ])('%j reads %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  it('that are wrong are named by their field; rates are whole numbers', () => {
    expect(wrongFields({ ...NO_LIMITS, budget: 'x', rpm: '1.5', tpm: '100' })).toEqual(['budget', 'rpm']);
    expect(wrongFields(NO_LIMITS)).toEqual([]);
  });

  it('that are left out are no limits', () => {
    expect(toLimitBody(NO_LIMITS)).toEqual({
      max_budget: null,
      budget_duration: null,
      rpm_limit: null,
      tpm_limit: null,
      models: [],
    });
  });
});

describe('changes', () => {
  it('are the fields that differ, and the other way round what takes them back', () => {
    fc.assert(
      fc.property(
        fc.record({ a: fc.nat(), b: fc.array(fc.string()) }),
        fc.record({ a: fc.nat(), b: fc.array(fc.string()) }),
        (before, after) => {
          const there = { ...before, ...changedFields(before, after) };
          expect(there).toEqual(after);
          expect({ ...there, ...changedFields(after, before) }).toEqual(before);
        },
      ),
    );
  });

  it('of a key send only what was changed, and undo brings it back', () => {
    const key = toKeyRow(KEY, NOW);
    expect(toKeyUpdate(key, toKeyForm(key), NOW)).toBeUndefined();
    expect(toKeyUpdate(key, { ...toKeyForm(key), budget: '7', alias: ' agent ' }, NOW)).toEqual({
      body: { key: 'hash-1', max_budget: 7, key_alias: 'agent' },
      undo: { key: 'hash-1', max_budget: 5, key_alias: 'cline' },
    });
  });

  it('of a key’s life count from now, and their undo gives back what was left of it', () => {
    const key = toKeyRow(KEY, NOW);
    expect(toKeyForm(key).lifetime).toBe(KEEP);
    expect(toKeyUpdate(key, { ...toKeyForm(key), lifetime: '' }, NOW)).toEqual({
      body: { key: 'hash-1', duration: null },
      undo: { key: 'hash-1', duration: '86400s' },
    });
  });

  it('of a new key leave out what was left open', () => {
    expect(toNewKeyBody({ ...NEW_KEY, alias: 'cline', budget: '5', lifetime: '30d' })).toEqual({
      key_alias: 'cline',
      max_budget: 5,
      models: [],
      duration: '30d',
    });
  });
});

describe('teams and users', () => {
  const team = toTeamRow({
    team_id: 't1',
    team_alias: 'tools',
    max_budget: 10,
    members_with_roles: [{ user_id: 'ann', role: 'admin' }, { user_id: 'bo' }],
  });

  it('are read with their members', () => {
    expect(team).toMatchObject({ id: 't1', alias: 'tools', blocked: false, maxBudget: 10_000_000_000 });
    expect(team.members).toEqual([
      { userId: 'ann', email: null, role: 'admin' },
      { userId: 'bo', email: null, role: 'user' },
    ]);
  });

  it('change as keys do', () => {
    expect(toTeamUpdate(team, { ...toTeamForm(team), budget: '' })).toEqual({
      body: { team_id: 't1', max_budget: null },
      undo: { team_id: 't1', max_budget: 10 },
    });
  });

  it('are called by their alias, else by their address, else by their id', () => {
    const user = { user_id: 'u1', user_email: 'ann@example.com', user_role: 'nobody knows' };
    expect([userTitle(toUserRow(user)), userTitle(toUserRow({ user_id: 'u1' }))]).toEqual(['ann@example.com', 'u1']);
    expect(toUserRow(user).role).toBe('internal_user');
  });

  it('begin without a key of their own', () => {
    expect(toNewUserBody({ ...NEW_USER, email: 'ann@example.com' })).toMatchObject({
      user_email: 'ann@example.com',
      auto_create_key: false,
    });
  });
});
