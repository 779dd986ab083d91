import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { allFailed, fallbackGroups, mayFallBack } from '../../../../src/domain/routing/fallbacks.ts';
import { router } from '../../../support/settings.ts';

const throttled = new GatewayError('rate-limit', 'slow down', { retryAfterMs: 7000 });
const tooLong = new GatewayError('context-window', 'too long');
const refused = new GatewayError('content-policy', 'no');

describe('the fallbacks of a group', () => {
  const settings = router({ fallbacks: { sonnet: ['nova'] }, defaultFallbacks: ['last'] });
  it('are its own, else those of its name without the provider, else the default ones', () => {
    expect(fallbackGroups('sonnet', throttled, settings)).toEqual(['nova']);
    expect(fallbackGroups('bedrock/sonnet', throttled, settings)).toEqual(['nova']);
    expect(fallbackGroups('other', throttled, settings)).toEqual(['last']);
    expect(fallbackGroups('constructor', throttled, settings)).toEqual(['last']);
  });
  it('serve a prompt that is too long only where no list for such prompts is set', () => {
    expect(fallbackGroups('sonnet', tooLong, settings)).toEqual(['nova']);
    const special = router({ fallbacks: { sonnet: ['nova'] }, contextWindowFallbacks: { haiku: ['big'] } });
    expect(fallbackGroups('sonnet', tooLong, special)).toEqual([]);
    expect(fallbackGroups('haiku', tooLong, special)).toEqual(['big']);
    expect(fallbackGroups('haiku', throttled, special)).toEqual([]);
  });
  it('serve a refused content only where no list for such contents is set', () => {
    expect(fallbackGroups('sonnet', refused, settings)).toEqual(['nova']);
    const special = router({ contentPolicyFallbacks: { haiku: ['bold'] } });
    expect(fallbackGroups('haiku', refused, special)).toEqual(['bold']);
    expect(fallbackGroups('sonnet', refused, special)).toEqual([]);
  });
  it('are for no one who left, or whose own budget or access is at fault', () => {
    expect(
      ['cancelled', 'budget', 'model-access'].map((kind) => mayFallBack(new GatewayError(kind as 'budget', ''))),
    ).toEqual([false, false, false]);
    expect(mayFallBack(throttled)).toBe(true);
  });
});

describe('the error when all fallbacks have failed', () => {
  it('is the first one, with words on what was tried', () => {
    const error = allFailed(throttled, 'sonnet', ['nova', 'last'], tooLong);
    expect(error).toMatchObject({ kind: 'rate-limit', status: 429, retryAfterMs: 7000 });
    expect(error.message).toBe(
      "slow down Received Model Group=sonnet\nAvailable Model Group Fallbacks=['nova', 'last']\nError doing the fallback: too long",
    );
  });
});
