import { describe, expect, it } from 'vitest';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import { refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import type { RecordedRequest } from '../simulators/bedrock/scenario.ts';
import { startStsSimulator } from '../simulators/bedrock/stsSimulator.ts';
import { type ProxyOptions, type ProxySimulator, startProxySimulator } from '../simulators/network/proxySimulator.ts';
import { createTestAuthority, type TestAuthority } from '../simulators/network/testAuthority.ts';
import { startTlsFront, type TlsFrontOptions } from '../simulators/network/tlsFront.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { sagemakerUpstream } from './support/sagemakerUpstream.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];

/** A provider's simulator and how a config leads to it under another address. */
interface Way {
  readonly provider: string;
  /** A private name, as a company's DNS or a VPC endpoint has it. */
  readonly host: string;
  upstream(): Promise<{ readonly url: string }>;
  /** An entry of `model_list` for that address, with more lines of `litellm_params`. */
  entry(origin: string, extra?: string): string;
}

const WAYS: readonly Way[] = [
  {
    provider: 'openai',
    host: 'llm.corp.test',
    upstream: () => openAiUpstream(),
    entry: (origin, extra) => openAiModel({ url: `${origin}/v1` }, 'model', 'model-1', extra),
  },
  {
    provider: 'bedrock',
    host: 'vpce-0a1b-2c3d.bedrock-runtime.us-east-1.vpce.amazonaws.com',
    upstream: () => bedrockUpstream(),
    entry: (origin, extra) => bedrockModel({ url: origin }, 'model', SONNET_37, extra),
  },
  {
    provider: 'sagemaker',
    host: 'vpce-0a1b-2c3d.runtime.sagemaker.us-east-1.vpce.amazonaws.com',
    upstream: () => sagemakerUpstream(['tgi']),
    entry: (origin, extra = '') => `  - model_name: model
    litellm_params:
      model: sagemaker/tgi
      aws_access_key_id: ${TEST_CREDENTIALS.accessKeyId}
      aws_secret_access_key: ${TEST_CREDENTIALS.secretAccessKey}
      aws_region_name: us-east-1
      api_base: ${origin}
${extra}`,
  },
];

const NO_RETRIES = 'litellm_settings: { num_retries: 0 }\n';

interface Company {
  readonly authority: TestAuthority;
  readonly proxy: ProxySimulator;
}

/** A server behind TLS with a certificate of the company's authority, which only the company's proxy can reach. */
async function startCompany(way: Way, proxy: ProxyOptions = {}, tls: Partial<TlsFrontOptions> = {}): Promise<Company> {
  const authority = await createTestAuthority();
  const certificate = await authority.issue(`DNS:${way.host}`);
  const port = await startTlsFront((await way.upstream()).url, { certificate, ...tls });
  return { authority, proxy: await startProxySimulator({ hosts: { [way.host]: port }, ...proxy }) };
}

async function chat(gateway: TestGateway, stream = false): Promise<{ readonly status: number; readonly text: string }> {
  const response = await gateway.chat({ model: 'model', stream, messages: HELLO });
  return { status: response.status, text: await response.text() };
}

async function messageOf(gateway: TestGateway): Promise<string> {
  const { status, text } = await chat(gateway);
  expect(status).not.toBe(200);
  return (JSON.parse(text) as { error: { message: string } }).error.message;
}

function withLogin(proxy: ProxySimulator, login: string): string {
  return proxy.url.replace('://', `://${login}@`);
}

describe.each(WAYS)('$provider', (way) => {
  const origin = `https://${way.host}`;
  const config = `model_list:\n${way.entry(origin)}${NO_RETRIES}`;

  it('is reached through a proxy with a login, by TLS with a private authority', async () => {
    const { authority, proxy } = await startCompany(way, { login: 'me:pa ss' });
    const environment = { HTTPS_PROXY: withLogin(proxy, 'me:pa%20ss'), SSL_CERT_FILE: authority.file };
    const gateway = await startTestGateway(config, environment);
    expect(await chat(gateway)).toMatchObject({ status: 200 });
    expect((await chat(gateway, true)).text).toMatch(/data: \[DONE\]\n\n$/);
    expect(proxy.requests).toEqual([`CONNECT ${way.host}:443`]);
    await gateway.close(0);
    await proxy.idle();
  });

  it('is reached through a proxy that speaks TLS itself', async () => {
    const authority = await createTestAuthority();
    const certificate = await authority.issue(`DNS:${way.host}`, 'IP:127.0.0.1');
    const port = await startTlsFront((await way.upstream()).url, { certificate });
    const proxy = await startProxySimulator({ hosts: { [way.host]: port }, certificate });
    const gateway = await startTestGateway(config, { https_proxy: proxy.url, REQUESTS_CA_BUNDLE: authority.file });
    expect(await chat(gateway)).toMatchObject({ status: 200 });
    expect(proxy.requests).toEqual([`CONNECT ${way.host}:443`]);
  });

  it('is reached through the proxy of the deployment, of the provider, or of all, in this order', async () => {
    const { authority, proxy } = await startCompany(way);
    const away = await refusingUrl();
    const trust = `      ssl_verify: ${authority.file}\n`;
    const network = (all: string, own: string) =>
      `torii_settings:\n  network:\n    proxy: ${all}\n    providers: { ${way.provider}: { proxy: "${own}" } }\n`;
    const own = `model_list:\n${way.entry(origin, `${trust}      proxy: ${proxy.url}\n`)}`;
    for (const text of [
      own + network(away, away),
      `model_list:\n${way.entry(origin, trust)}${network(away, proxy.url)}`,
      `model_list:\n${way.entry(origin, trust)}torii_settings: { network: { proxy: "${proxy.url}" } }\n`,
    ]) {
      expect(await chat(await startTestGateway(text, { HTTPS_PROXY: away }))).toMatchObject({ status: 200 });
    }
  });

  it('is reached directly on loopback, whatever proxy is set', async () => {
    const { url } = await way.upstream();
    const direct = `model_list:\n${way.entry(new URL(url).origin)}${NO_RETRIES}`;
    const gateway = await startTestGateway(direct, { HTTP_PROXY: await refusingUrl() });
    expect(await chat(gateway)).toMatchObject({ status: 200 });
  });

  it('names the proxy that is not there, and the setting', async () => {
    const away = await refusingUrl();
    const gateway = await startTestGateway(config, { HTTPS_PROXY: away });
    const message = await messageOf(gateway);
    expect(message).toContain(`The proxy ${new URL(away).host} (HTTPS_PROXY) on the way to ${way.host}`);
    expect(message).toMatch(/refused the connection.*NO_PROXY/);
  });

  it.each([
    [407, /asks for a login.*http:\/\/user:password@proxy:3128/],
    [403, /refuses connections to .*\(status 403\)/],
    [502, /could not reach .*\(status 502\)/],
  ])('says what a proxy means that answers %d', async (refuses, words) => {
    const { authority, proxy } = await startCompany(way, { refuses });
    const gateway = await startTestGateway(config, {
      HTTPS_PROXY: withLogin(proxy, 'me:secret-of-mine'),
      SSL_CERT_FILE: authority.file,
    });
    const message = await messageOf(gateway);
    expect(message).toMatch(words);
    expect(message).toContain('HTTPS_PROXY');
    expect(message + gateway.log.join('')).not.toContain('secret-of-mine');
  });

  it('says which setting trusts an authority that nobody knows', async () => {
    const { proxy } = await startCompany(way);
    const gateway = await startTestGateway(config, { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: '/not/there.pem' });
    const message = await messageOf(gateway);
    expect(message).toMatch(/TLS certificate of an unknown authority.*ssl_verify.*SSL_CERT_FILE/);
    expect(message).toContain('cannot be read: /not/there.pem');
  });

  it('says that a certificate is for another name', async () => {
    const authority = await createTestAuthority();
    const port = await startTlsFront((await way.upstream()).url, {
      certificate: await authority.issue('DNS:other.test'),
    });
    const proxy = await startProxySimulator({ hosts: { [way.host]: port } });
    const gateway = await startTestGateway(config, { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: authority.file });
    expect(await messageOf(gateway)).toContain('has a TLS certificate for another name');
  });

  it('is taken with any certificate where ssl_verify is false, with a warning', async () => {
    const { proxy } = await startCompany(way);
    const careless = `model_list:\n${way.entry(origin, '      ssl_verify: false\n')}`;
    const gateway = await startTestGateway(careless, { HTTPS_PROXY: proxy.url });
    expect(await chat(gateway)).toMatchObject({ status: 200 });
    const status = (await (await gateway.call('/torii/status')).json()) as { diagnostics: { code: string }[] };
    expect(status.diagnostics.map(({ code }) => code)).toEqual(['tls-unverified']);
  });

  it('is shown the client certificate that it asks for', async () => {
    const authority = await createTestAuthority();
    const certificate = await authority.issue(`DNS:${way.host}`);
    const own = await authority.issue('DNS:me.test');
    const tls = { certificate, clientAuthority: authority.cert };
    const port = await startTlsFront((await way.upstream()).url, tls);
    const proxy = await startProxySimulator({ hosts: { [way.host]: port } });
    const settings = `litellm_settings:\n  ssl_certificate: ${own.file}\n  ssl_verify: ${authority.file}\n`;
    const environment = { HTTPS_PROXY: proxy.url };
    const gateway = await startTestGateway(`model_list:\n${way.entry(origin)}${settings}`, environment);
    expect(await chat(gateway)).toMatchObject({ status: 200 });
  });
});

describe('a server without TLS', () => {
  it.each([
    ['openai', 'POST http://llm.corp.test/v1/chat/completions'],
    ['bedrock', 'CONNECT vpce-0a1b-2c3d.bedrock-runtime.us-east-1.vpce.amazonaws.com:80'],
  ])('is reached through a proxy: %s', async (provider, asked) => {
    const way = WAYS.find((each) => each.provider === provider) as Way;
    const port = Number(new URL((await way.upstream()).url).port);
    const proxy = await startProxySimulator({ hosts: { [way.host]: port }, login: 'me:mine' });
    const config = `model_list:\n${way.entry(`http://${way.host}`)}${NO_RETRIES}`;
    const known = await startTestGateway(config, { http_proxy: withLogin(proxy, 'me:mine') });
    expect(await chat(known)).toMatchObject({ status: 200 });
    const unknown = await startTestGateway(config, { http_proxy: proxy.url });
    expect(await messageOf(unknown)).toMatch(/The proxy .* \(http_proxy\) asks for a login/);
    expect(proxy.requests).toEqual([asked, asked]);
  });
});

describe('AWS', () => {
  it('signs for the region and the host of a VPC endpoint', async () => {
    const way = WAYS[1] as Way;
    const simulator = await bedrockUpstream();
    const { authority, proxy } = await startCompany({ ...way, upstream: async () => simulator });
    const environment = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: authority.file };
    const gateway = await startTestGateway(`model_list:\n${way.entry(`https://${way.host}`)}`, environment);
    expect(await chat(gateway)).toMatchObject({ status: 200 });
    const { headers } = simulator.requests[0] as RecordedRequest;
    expect(headers['host']).toBe(way.host);
    expect(headers['authorization']).toMatch(/\/us-east-1\/bedrock\/aws4_request/);
  });

  it('asks STS for a role through the proxy, too', async () => {
    const session = { accessKeyId: 'ASIAEXAMPLE000000001', secretAccessKey: 's', sessionToken: 'role-session' };
    const sts = await startStsSimulator(session);
    const authority = await createTestAuthority();
    const certificate = await authority.issue('DNS:sts.us-east-1.amazonaws.com');
    const port = await startTlsFront(sts.url, { certificate });
    const proxy = await startProxySimulator({ hosts: { 'sts.us-east-1.amazonaws.com': port } });
    const simulator = await bedrockUpstream({ credentials: [session] });
    const role = '      aws_role_name: arn:aws:iam::123456789012:role/torii\n';
    const gateway = await startTestGateway(`model_list:\n${bedrockModel(simulator, 'model', SONNET_37, role)}`, {
      HTTPS_PROXY: proxy.url,
      SSL_CERT_FILE: authority.file,
    });
    expect(await chat(gateway)).toMatchObject({ status: 200 });
    expect(sts.calls).toHaveLength(1);
    expect(proxy.requests).toEqual(['CONNECT sts.us-east-1.amazonaws.com:443']);
    await sts.close();
  });
});

describe('IPv6', () => {
  it('serves on ::1, and reaches servers there', async () => {
    const [openai, bedrock] = [await openAiUpstream({ host: '::1' }), await bedrockUpstream({ host: '::1' })];
    const entries = openAiModel(openai, 'near') + bedrockModel(bedrock, 'far', SONNET_37);
    const gateway = await startTestGateway(`model_list:\n${entries}`, {}, '::1');
    expect(gateway.baseUrl).toMatch(/^http:\/\/\[::1\]:\d+$/);
    for (const model of ['near', 'far']) {
      expect((await gateway.chat({ model, messages: HELLO })).status).toBe(200);
    }
    expect(openai.requests).toHaveLength(1);
    expect(bedrock.requests).toHaveLength(1);
  });
});

describe('keep-alive comments of a server', () => {
  it('reach clients of its dialect as comments, and others not at all', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', () => ({ text: 'Hello there.', unknownEvent: true }));
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const relayed = (await chat(gateway, true)).text;
    expect(relayed).toContain(': keep-alive\n\n');
    expect(relayed).toMatch(/data: \[DONE\]\n\n$/);
    const body = { model: 'model', stream: true, max_tokens: 50, messages: HELLO };
    const rendered = await (await gateway.call('/v1/messages', body)).text();
    expect(rendered).not.toContain('keep-alive');
    expect(rendered).toMatch(/event: message_stop\ndata: .*\n\n$/);
    expect((await gateway.rows()).map(({ status }) => status)).toEqual(['success', 'success']);
  });
});
