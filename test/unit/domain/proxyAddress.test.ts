import { expect, it } from 'vitest';
import { readProxyAddress } from '../../../src/domain/proxyAddress.ts';

it.each([
  ['http://proxy.test:3128', 'http://proxy.test:3128/'],
  ['https://me:mine@proxy.test', 'https://me:mine@proxy.test/'],
  ['proxy.test:3128', 'http://proxy.test:3128/'],
])('%s is a proxy', (written, href) => {
  expect(readProxyAddress(written)).toMatchObject({ kind: 'proxy', url: { href } });
});

it.each(['direct', 'None', 'false', 'OFF'])('%s is no proxy at all', (written) => {
  expect(readProxyAddress(written)).toEqual({ kind: 'direct' });
});

it.each([
  ['socks5://proxy.test', 'socks5:'],
  ['http://', undefined],
  ['two words', undefined],
])('%s cannot be used', (written, scheme) => {
  expect(readProxyAddress(written)).toEqual({ kind: 'unusable', scheme });
});
