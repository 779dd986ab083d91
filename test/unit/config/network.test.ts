import { describe, expect, it } from 'vitest';
import { deploymentOf, entry, find, type ParseOptions, parse } from './parse.ts';

const CHAT = 'model: openai/m';
const AT = 'api_base: https://llm.corp.test/v1';

function networkOf(text: string, options: ParseOptions = {}) {
  return deploymentOf(text, options).network;
}

describe('ssl_verify', () => {
  const files = { '/project/ca.pem': 'PEM', '/etc/ca.pem': 'PEM' };

  it.each([
    ['ca.pem', { caFile: '/project/ca.pem' }],
    ['/etc/ca.pem', { caFile: '/etc/ca.pem' }],
    ['true', { verify: true }],
    ["'False'", { verify: false }],
    ['no', { verify: false }],
  ])('%s of a deployment', (written, expected) => {
    expect(networkOf(entry(CHAT, AT, `ssl_verify: ${written}`), { files })).toEqual(expected);
  });

  it('of the deployment wins over that of its provider, SSL_VERIFY, and those for all', () => {
    const all = 'litellm_settings: { ssl_verify: /etc/all.pem }\n';
    const torii = 'torii_settings: { network: { ssl_verify: /etc/torii.pem } }\n';
    const own = 'torii_settings: { network: { providers: { openai: { ssl_verify: /etc/openai.pem } } } }\n';
    const environment = { SSL_VERIFY: '/etc/variable.pem' };
    expect(networkOf(entry(CHAT, AT) + all)).toEqual({ caFile: '/etc/all.pem' });
    expect(networkOf(entry(CHAT, AT) + all + torii)).toEqual({ caFile: '/etc/torii.pem' });
    expect(networkOf(entry(CHAT, AT) + all + torii, { environment })).toEqual({ caFile: '/etc/variable.pem' });
    expect(networkOf(entry(CHAT, AT) + all + own, { environment })).toEqual({ caFile: '/etc/openai.pem' });
    expect(networkOf(entry(CHAT, AT, 'ssl_verify: true') + all + own, { environment })).toEqual({ verify: true });
  });

  it.each([
    [entry(CHAT, AT, 'ssl_verify: false'), 6, {}],
    [`${entry(CHAT, AT)}litellm_settings:\n  ssl_verify: false\n`, 7, {}],
    [entry(CHAT, AT), 1, { SSL_VERIFY: 'False' }],
  ])('false is a warning where it stands: %#', (text, line, environment) => {
    expect(find(text, 'tls-unverified', { environment })).toMatchObject({ severity: 'warning', line });
  });

  it('of a file that is not there is a warning', () => {
    expect(find(entry(CHAT, AT, 'ssl_verify: none.pem'), 'certificate-missing')).toMatchObject({
      severity: 'warning',
      message: 'The file /project/none.pem cannot be read',
    });
  });
});

describe('proxy', () => {
  it('of a deployment serves every host', () => {
    expect(networkOf(entry(CHAT, AT, 'proxy: http://p:1'))).toEqual({
      proxy: 'http://p:1',
      proxySetting: 'litellm_params.proxy',
      proxyAlways: true,
    });
  });

  it('of a provider wins over that for all, and so does its no_proxy', () => {
    const settings = `torii_settings:
  network:
    proxy: http://all:1
    no_proxy: [a.test, 10.0.0.0/8]
    providers:
      openai: { proxy: direct }
      bedrock: { no_proxy: b.test }
`;
    expect(networkOf(entry(CHAT, AT) + settings)).toEqual({
      proxy: 'direct',
      proxySetting: 'torii_settings.network.providers.openai.proxy',
      noProxy: 'a.test,10.0.0.0/8',
    });
    expect(networkOf(entry('model: bedrock/amazon.nova-pro-v1:0') + settings)).toEqual({
      proxy: 'http://all:1',
      proxySetting: 'torii_settings.network.proxy',
      noProxy: 'b.test',
    });
  });

  it('that is none is a warning without its password', () => {
    const finding = find(entry(CHAT, AT, 'proxy: socks5://me:secret@p:1'), 'bad-url');
    expect(finding).toMatchObject({ severity: 'warning', path: 'model_list.0.litellm_params.proxy' });
    expect(JSON.stringify(finding)).not.toContain('secret');
  });
});

describe('a config that says nothing of the network', () => {
  it('leaves it to the environment, without a finding', () => {
    const environment = { HTTPS_PROXY: 'http://p:1', SSL_CERT_FILE: '/ca.pem' };
    const { settings, diagnostics } = parse(entry(CHAT, AT, 'api_key: k'), { environment });
    expect(settings?.deployments[0]?.network).toBeUndefined();
    expect(diagnostics).toEqual([]);
  });
});
