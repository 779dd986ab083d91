import { describe, expect, it } from 'vitest';
import type { NetworkParameters } from '../../../../src/domain/networkParameters.ts';
import { chooseRoute, routeKey } from '../../../../src/providers/network/route.ts';

type Variables = Readonly<Record<string, string>>;

function proxyOf(url: string, environment: Variables, parameters: NetworkParameters = {}): string | undefined {
  const { proxy } = chooseRoute(new URL(url), parameters, environment);
  return proxy === undefined ? undefined : `${proxy.url.href} by ${proxy.setting}`;
}

const FAR = 'https://far.test/v1';

describe('the proxy', () => {
  it.each<[string, Variables, string | undefined]>([
    [FAR, {}, undefined],
    [FAR, { HTTPS_PROXY: '' }, undefined],
    [FAR, { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/ by HTTPS_PROXY'],
    [FAR, { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2' }, 'http://q:2/ by https_proxy'],
    [FAR, { HTTP_PROXY: 'http://p:1' }, undefined],
    [FAR, { ALL_PROXY: 'http://p:1' }, 'http://p:1/ by ALL_PROXY'],
    ['http://far.test', { http_proxy: 'p:1' }, 'http://p:1/ by http_proxy'],
    ['http://far.test', { HTTPS_PROXY: 'http://p:1' }, undefined],
    [FAR, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'far.test' }, undefined],
    [FAR, { HTTPS_PROXY: 'http://p:1', no_proxy: 'near.test', NO_PROXY: 'far.test' }, 'http://p:1/ by HTTPS_PROXY'],
    ['https://127.0.0.1', { HTTPS_PROXY: 'http://p:1' }, undefined],
  ])('to %s with %j is %s', (url, environment, expected) => {
    expect(proxyOf(url, environment)).toBe(expected);
  });

  it('of the config wins over the environment, and direct over both', () => {
    const environment = { HTTPS_PROXY: 'http://p:1' };
    expect(proxyOf(FAR, environment, { proxy: 'http://own:3', proxySetting: 'here' })).toBe('http://own:3/ by here');
    expect(proxyOf(FAR, environment, { proxy: 'direct' })).toBeUndefined();
    expect(proxyOf(FAR, environment, { noProxy: 'far.test' })).toBeUndefined();
    expect(proxyOf(FAR, { ...environment, NO_PROXY: 'far.test' }, { noProxy: '' })).toBe('http://p:1/ by HTTPS_PROXY');
  });

  it('of the deployment itself serves every host', () => {
    const parameters = { proxy: 'http://own:3', proxySetting: 'here', proxyAlways: true, noProxy: '*' };
    expect(proxyOf('http://localhost:8000', {}, parameters)).toBe('http://own:3/ by here');
  });

  it.each([
    ['socks5://p:1', /HTTPS_PROXY has the scheme socks5:\/\/, which is not supported/],
    ['http://', /HTTPS_PROXY is not a URL/],
  ])('%s is refused with the name of the setting', (written, words) => {
    expect(() => proxyOf(FAR, { HTTPS_PROXY: written })).toThrow(words);
  });
});

describe('trust', () => {
  const trustOf = (url: string, environment: Variables, parameters: NetworkParameters = {}) =>
    chooseRoute(new URL(url), parameters, environment).trust;

  it('matters only where something on the way speaks TLS', () => {
    expect(trustOf('http://far.test', { SSL_CERT_FILE: '/a.pem' })).toBeUndefined();
    expect(trustOf('http://far.test', { HTTP_PROXY: 'https://p:1' })).toMatchObject({ verify: true });
    expect(trustOf(FAR, {})).toEqual({ verify: true, caFiles: [], clientCertificate: undefined });
  });

  it('takes every file that is named, once', () => {
    const environment = { SSL_CERT_FILE: '/a.pem', AWS_CA_BUNDLE: '/b.pem', REQUESTS_CA_BUNDLE: '/a.pem' };
    expect(trustOf(FAR, environment, { caFile: '/own.pem' })?.caFiles).toEqual(['/own.pem', '/a.pem', '/b.pem']);
  });
});

describe('connections', () => {
  it('are shared by what goes the same way', () => {
    const key = (url: string, parameters: NetworkParameters = {}) =>
      routeKey(chooseRoute(new URL(url), parameters, {}));
    expect(key('https://a.test')).toBe(key('https://b.test'));
    expect(key('https://a.test')).not.toBe(key('https://a.test', { verify: false }));
    expect(key('https://a.test')).not.toBe(key('https://a.test', { proxy: 'http://p:1' }));
  });
});
