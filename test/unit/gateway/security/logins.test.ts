import { describe, expect, it } from 'vitest';
import { LoginAttempts } from '../../../../src/gateway/loginAttempts.ts';
import { UiSessions } from '../../../../src/gateway/uiSessions.ts';
import { systemRandom } from '../../../../src/systemPorts.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const MINUTE_MS = 60_000;
const HALF_DAY_MS = 12 * 3_600_000;

describe('sessions', () => {
  it('end after twelve hours', async () => {
    const clock = new ManualClock();
    const sessions = new UiSessions(clock, systemRandom);
    const session = sessions.open();
    await clock.advance(HALF_DAY_MS - 1);
    expect(sessions.isOpen(session)).toBe(true);
    await clock.advance(1);
    expect(sessions.isOpen(session)).toBe(false);
  });

  it('are a hundred at most; the oldest gives way', () => {
    const sessions = new UiSessions(new ManualClock(), systemRandom);
    const all = Array.from({ length: 101 }, () => sessions.open());
    expect(all.map((session) => sessions.isOpen(session))).toEqual([false, ...all.slice(1).map(() => true)]);
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
