import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../../src/providers/network/environment.ts';
import { createOpenAiProvider } from '../../../../src/providers/openai/openAiProvider.ts';
import { resolveTarget } from '../../../../src/providers/openai/target.ts';
import { callTo, clock, logger } from './fixtures.ts';

function urlOf(apiBase: string | undefined, environment: Environment = {}): string {
  return resolveTarget(callTo({ apiBase }).deployment, environment, '/chat/completions').url.href;
}

describe('the address', () => {
  it.each([
    [undefined, 'https://api.openai.com/v1/chat/completions'],
    ['http://h/v1', 'http://h/v1/chat/completions'],
    ['http://h:8080/v1/', 'http://h:8080/v1/chat/completions'],
    ['http://h', 'http://h/chat/completions'],
    ['https://h/openai/v1?api-version=2', 'https://h/openai/v1/chat/completions?api-version=2'],
  ])('%s', (apiBase, expected) => {
    expect(urlOf(apiBase)).toBe(expected);
  });

  it('comes from the environment where that holds an absolute URL', () => {
    expect(urlOf(undefined, { OPENAI_API_BASE: 'http://h/v1' })).toBe('http://h/v1/chat/completions');
    expect(urlOf(undefined, { OPENAI_BASE_URL: 'http://h/v1' })).toBe('http://h/v1/chat/completions');
    expect(urlOf(undefined, { OPENAI_API_BASE: '/v1' })).toBe('https://api.openai.com/v1/chat/completions');
    expect(urlOf('http://own/v1', { OPENAI_API_BASE: 'http://h/v1' })).toBe('http://own/v1/chat/completions');
  });

  it('must be absolute in the config', () => {
    expect(() => urlOf('localhost:8000/v1')).toThrow(/group-1.*not an absolute URL/);
  });

  it('is told without query and credentials', () => {
    const provider = createOpenAiProvider({ clock, logger, environment: {} });
    const { deployment } = callTo({ apiBase: 'http://user:pass@h:1/v1/?key=secret' });
    expect(provider.endpoint(deployment)).toEqual({ apiBase: 'http://h:1/v1', region: undefined });
  });
});

describe('the head', () => {
  it('carries the key of the deployment, else of the environment', () => {
    const headersOf = (apiKey: string | undefined) =>
      resolveTarget(callTo({ apiKey }).deployment, { OPENAI_API_KEY: 'sk-test-env' }, '/x').headers;
    expect(headersOf('sk-test-own')).toMatchObject({ authorization: 'Bearer sk-test-own' });
    expect(headersOf(undefined)).toMatchObject({ authorization: 'Bearer sk-test-env' });
    expect(headersOf('')).not.toHaveProperty('authorization');
  });

  it('carries the headers of the deployment, which come last', () => {
    const headers = { Authorization: 'Basic x', 'X-Team': 'a' };
    const target = resolveTarget(callTo({ apiKey: 'sk-test-own', headers }).deployment, {}, '/x');
    expect(target.headers).toMatchObject({ authorization: 'Basic x', 'x-team': 'a' });
  });
});
