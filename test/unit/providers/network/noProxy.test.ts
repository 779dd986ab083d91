import { describe, expect, it } from 'vitest';
import { isExcluded, isLoopback } from '../../../../src/providers/network/noProxy.ts';

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://anything.test'],
    ['corp.test', 'https://corp.test'],
    ['corp.test', 'https://llm.corp.test/v1'],
    ['.corp.test', 'https://llm.corp.test'],
    ['.corp.test', 'https://corp.test'],
    ['*.corp.test', 'https://llm.corp.test'],
    ['CORP.test', 'https://LLM.corp.TEST'],
    ['a.test, corp.test', 'https://corp.test'],
    ['a.test corp.test', 'https://corp.test'],
    ['corp.test:8443', 'https://corp.test:8443'],
    ['corp.test:443', 'https://corp.test'],
    ['10.1.2.3', 'http://10.1.2.3:8000'],
    ['10.0.0.0/8', 'http://10.200.1.1'],
    ['fd00::/8', 'http://[fd12::1]:80'],
    ['fd12::1', 'http://[fd12::1]:80'],
    ['[fd12::1]:8000', 'http://[fd12::1]:8000'],
  ])('%s names %s', (list, url) => {
    expect(isExcluded(new URL(url), list)).toBe(true);
  });

  it.each([
    ['', 'https://corp.test'],
    ['corp.test', 'https://notcorp.test'],
    ['llm.corp.test', 'https://corp.test'],
    ['corp.test:8443', 'https://corp.test'],
    ['0.0.1', 'http://10.0.0.1'],
    ['10.0.0.0/8', 'http://11.0.0.1'],
    ['10.0.0.0/8', 'https://ten.test'],
    ['10.0.0.0/99', 'http://10.0.0.1'],
    ['10.0.0.0/', 'http://10.0.0.1'],
    ['fd00::/8', 'http://10.0.0.1'],
    ['/', 'http://10.0.0.1'],
  ])('%s does not name %s', (list, url) => {
    expect(isExcluded(new URL(url), list)).toBe(false);
  });
});

describe('loopback', () => {
  it.each(['http://localhost', 'http://a.localhost:80', 'http://127.0.0.1', 'http://127.9.9.9:1', 'http://[::1]:80'])(
    'is %s',
    (url) => {
      expect(isLoopback(new URL(url))).toBe(true);
    },
  );

  it.each(['http://localhost.test', 'http://128.0.0.1', 'http://[::2]'])('is not %s', (url) => {
    expect(isLoopback(new URL(url))).toBe(false);
  });
});
