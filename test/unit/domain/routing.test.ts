import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/domain/errors.ts';
import {
  cooldownAfter,
  fallbackGroups,
  pickDeployment,
  resolveModel,
  retryDelay,
} from '../../../src/domain/routing.ts';
import { deployment, router } from '../../support/settings.ts';

const throttled = new GatewayError('rate-limit', 'slow down');
const tooLong = new GatewayError('context-window', 'too long');

describe('resolveModel', () => {
  const deployments = [
    deployment({ id: 'd1', group: 'sonnet', litellmModel: 'bedrock/converse/us.anthropic.sonnet' }),
    deployment({ id: 'd2', group: 'nova' }),
  ];
  const settings = router({ aliases: { best: { group: 'sonnet', hidden: false } } });

  it('finds a deployment by its id, before anything else', () => {
    expect(resolveModel('d2', deployments, settings)).toMatchObject({ kind: 'deployment', group: 'nova' });
  });
  it('follows an alias', () => {
    expect(resolveModel('best', deployments, settings)).toEqual({ kind: 'group', group: 'sonnet' });
  });
  it("takes the provider's own model string, which Cline may send", () => {
    expect(resolveModel('bedrock/converse/us.anthropic.sonnet', deployments, settings)).toEqual({
      kind: 'group',
      group: 'sonnet',
    });
  });
  it('knows nothing else', () => {
    expect(resolveModel('gpt-9', deployments, settings)).toBeUndefined();
  });
});

describe('pickDeployment', () => {
  it('draws by weight', () => {
    const heavy = deployment({ id: 'heavy', weight: 9 });
    const light = deployment({ id: 'light', weight: 1 });
    expect(pickDeployment([heavy, light], 0.89)?.id).toBe('heavy');
    expect(pickDeployment([heavy, light], 0.91)?.id).toBe('light');
  });
  it('draws by rpm only where the first deployment has one', () => {
    const first = deployment({ id: 'first' });
    const second = deployment({ id: 'second', rpm: 1000 });
    expect(pickDeployment([first, second], 0.4)?.id).toBe('first');
  });
  it('stays on the lowest order', () => {
    const second = deployment({ id: 'second', order: 2 });
    const first = deployment({ id: 'first', order: 1 });
    expect(pickDeployment([second, first], 0.99)?.id).toBe('first');
  });
  it('always finds one where there is one', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (list, draw) => {
        const candidates = list.map((weight, index) => deployment({ id: String(index), weight }));
        expect(pickDeployment(candidates, draw)).toBeDefined();
      }),
    );
    expect(pickDeployment([], 0.5)).toBeUndefined();
  });
});

describe('fallbackGroups', () => {
  const settings = router({ fallbacks: { sonnet: ['nova'] }, defaultFallbacks: ['last'] });
  it('takes the list of the group, else the default one', () => {
    expect(fallbackGroups('sonnet', throttled, settings)).toEqual(['nova']);
    expect(fallbackGroups('other', throttled, settings)).toEqual(['last']);
  });
  it('serves a context window error from the general list only where no special list is set', () => {
    expect(fallbackGroups('sonnet', tooLong, settings)).toEqual(['nova']);
    const special = router({ fallbacks: { sonnet: ['nova'] }, contextWindowFallbacks: { haiku: ['big'] } });
    expect(fallbackGroups('sonnet', tooLong, special)).toEqual([]);
    expect(fallbackGroups('haiku', tooLong, special)).toEqual(['big']);
  });
});

describe('retryDelay', () => {
  const settings = router({});
  it('does not wait where another deployment is ready', () => {
    expect(retryDelay(0, throttled, true, settings, 0)).toBe(0);
  });
  it('honours a Retry-After of up to a minute, and no longer one', () => {
    const asked = (seconds: number) => new GatewayError('rate-limit', 'wait', { retryAfterMs: seconds * 1000 });
    expect(retryDelay(0, asked(7), false, settings, 0)).toBe(7000);
    expect(retryDelay(0, asked(61), false, settings, 0)).toBe(500);
  });
  it('doubles from half a second to eight', () => {
    expect([0, 1, 2, 3, 4, 5].map((retry) => retryDelay(retry, throttled, false, settings, 0))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000,
    ]);
  });
  it('adds up to 0.75 s of jitter', () => {
    expect(retryDelay(0, throttled, false, settings, 1)).toBe(1250);
  });
});

describe('cooldownAfter', () => {
  const one = deployment({});
  it('rests a throttled deployment that has siblings, and never a single one', () => {
    expect(cooldownAfter(throttled, one, 2, router({}))).toBe(5000);
    expect(cooldownAfter(throttled, one, 1, router({}))).toBe(0);
  });
  it('rests nothing for a bad request, or where cooldowns are off', () => {
    expect(cooldownAfter(new GatewayError('bad-request', 'no'), one, 2, router({}))).toBe(0);
    expect(cooldownAfter(throttled, one, 2, router({ disableCooldowns: true }))).toBe(0);
  });
});
