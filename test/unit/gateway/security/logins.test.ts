import { describe, expect, it } from 'vitest';
import { LoginAttempts } from '../../../../src/gateway/loginAttempts.ts';
import { UiSessions } from '../../../../src/gateway/uiSessions.ts';
import { systemRandom } from '../../../../src/systemPorts.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const MINUTE_MS = 60_000;
const ADMIN = { role: 'admin' } as const;
const HALF_DAY_MS = 12 * 3_600_000;

describe('sessions', () => {
  it('end after twelve hours', async () => {
    const clock = new ManualClock();
    const sessions = new UiSessions(clock, systemRandom);
    const session = sessions.open(ADMIN);
    await clock.advance(HALF_DAY_MS - 1);
    expect(sessions.find(session)).toBe(ADMIN);
    await clock.advance(1);
    expect(sessions.find(session)).toBeUndefined();
  });

  it('stand for whoever logged in', () => {
    const sessions = new UiSessions(new ManualClock(), systemRandom);
    const holder = { role: 'key', token: 'hash-of-a-key' } as const;
    expect(sessions.find(sessions.open(holder))).toEqual(holder);
  });

  it('are a hundred at most; the oldest gives way', () => {
    const sessions = new UiSessions(new ManualClock(), systemRandom);
    const all = Array.from({ length: 101 }, () => sessions.open(ADMIN));
    expect(all.map((session) => sessions.find(session))).toEqual([undefined, ...all.slice(1).map(() => ADMIN)]);
  });
});

describe('failed logins', () => {
  it('stop one address, and no other', () => {
    const attempts = new LoginAttempts(new ManualClock());
    for (let count = 0; count < 10; count++) attempts.recordFailure('10.0.0.1');
    expect(attempts.waitMs('10.0.0.1')).toBe(MINUTE_MS);
    expect(attempts.waitMs('10.0.0.2')).toBe(0);
  });

  it('are over after a minute: nobody is locked out for ever', async () => {
    const clock = new ManualClock();
    const attempts = new LoginAttempts(clock);
    for (let count = 0; count < 10; count++) attempts.recordFailure('10.0.0.1');
    await clock.advance(MINUTE_MS - 1);
    expect(attempts.waitMs('10.0.0.1')).toBe(1);
    await clock.advance(1);
    expect(attempts.waitMs('10.0.0.1')).toBe(0);
  });
});
