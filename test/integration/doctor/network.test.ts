import { describe, expect, it, onTestFinished } from 'vitest';
import { refusingUrl } from '../../simulators/bedrock/bedrockSimulator.ts';
import { startProxySimulator } from '../../simulators/network/proxySimulator.ts';
import { createTestAuthority } from '../../simulators/network/testAuthority.ts';
import { startTlsFront } from '../../simulators/network/tlsFront.ts';
import { startLocalServer } from '../../support/localServer.ts';
import { openAiModel } from '../support/upstreams.ts';
import { Patient } from './patient.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function patientWith(url: string, extra = '', environment: Record<string, string> = {}): Patient {
  const patient = new Patient();
  patient.write(`model_list:\n${openAiModel({ url }, 'coding', 'model-1', extra)}`);
  Object.assign(patient.environment, environment);
  return patient;
}

async function serverAt(offsetMs: number): Promise<string> {
  const server = await startLocalServer((_request, response) => {
    response.writeHead(401, { date: new Date(Date.now() + offsetMs).toUTCString() }).end();
  });
  onTestFinished(() => server.close());
  return server.url;
}

describe('the way to a model server', () => {
  it('is gone once, whatever the answer', async () => {
    const found = await patientWith(`${await serverAt(0)}/v1`).only('upstream-reachable');
    expect(found).toMatchObject({ status: 'ok', hop: 'Torii → model server' });
    expect(found.summary).toContain('status 401');
  });

  it('ends at a port that nobody holds', async () => {
    const found = await patientWith(await refusingUrl()).only('upstream-reachable');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.detail).toContain('refused the connection');
  });

  it('ends at a proxy that asks for a login', async () => {
    const proxy = await startProxySimulator({ login: 'user:secret', hosts: {} });
    const patient = patientWith('https://llm.corp.test/v1', '', { HTTPS_PROXY: proxy.url });
    expect(await patient.only('upstream-reachable')).toMatchObject({ status: 'failure' });
    const found = await patient.only('proxy-settings');
    expect(found).toMatchObject({ status: 'failure', subject: 'llm.corp.test' });
    expect(found.detail).toContain('asks for a login');
    expect(proxy.requests[0]).toBe('CONNECT llm.corp.test:443');
  });

  it('finds a proxy that is no URL, and spellings that say different things', async () => {
    const broken = patientWith('https://llm.corp.test/v1', '', { HTTPS_PROXY: 'socks5://127.0.0.1:1080' });
    expect(await broken.only('proxy-settings')).toMatchObject({
      status: 'failure',
      detail: expect.stringContaining('socks5'),
    });
    const split = { NO_PROXY: 'localhost', no_proxy: 'llm.corp.test' };
    expect(await patientWith(await serverAt(0), '', split).only('proxy-settings')).toMatchObject({
      status: 'warning',
      summary: expect.stringContaining('NO_PROXY'),
    });
    expect(await patientWith(await serverAt(0)).only('proxy-settings')).toMatchObject({ status: 'ok' });
  });
});

describe('TLS', () => {
  async function tlsServer() {
    const authority = await createTestAuthority();
    const certificate = await authority.issue('IP:127.0.0.1');
    const front = await startTlsFront(await serverAt(0), { certificate });
    return { authority, url: `https://127.0.0.1:${front}` };
  }

  it('finds a certificate of an authority that is not trusted', async () => {
    const { url } = await tlsServer();
    const found = await patientWith(url).only('certificates');
    expect(found).toMatchObject({ status: 'failure', hop: 'Torii → model server (TLS)' });
    expect(found.detail).toContain('ssl_verify');
  });

  it('finds one that ends soon, and one that has ended', async () => {
    const { url, authority } = await tlsServer();
    const patient = patientWith(url, '', { SSL_CERT_FILE: authority.file });
    expect(await patient.only('certificates')).toMatchObject({
      status: 'warning',
      summary: expect.stringMatching(/ends in [12] days/),
    });
    patient.change = (parts) => ({ ...parts, clock: { ...parts.clock, now: () => Date.now() + 30 * DAY_MS } });
    expect(await patient.only('certificates')).toMatchObject({ status: 'failure' });
  });

  it('finds files of authorities that cannot be read', async () => {
    const patient = patientWith(await serverAt(0), '', { AWS_CA_BUNDLE: '/nowhere/company.pem' });
    const found = await patient.only('authority-files');
    expect(found).toMatchObject({ status: 'failure', subject: '/nowhere/company.pem' });
    expect(found.fix).toContain('AWS_CA_BUNDLE');
    expect(await patientWith(await serverAt(0)).only('authority-files')).toMatchObject({ status: 'ok' });
  });
});

describe('the clock', () => {
  it('is held against what servers say', async () => {
    const of = async (offsetMs: number) => await patientWith(await serverAt(offsetMs)).only('clock-skew');
    expect(await of(0)).toMatchObject({ status: 'ok' });
    expect(await of(-2 * 60_000)).toMatchObject({ status: 'warning' });
    const wrong = await of(10 * 60_000);
    expect(wrong).toMatchObject({ status: 'failure', hop: 'this machine’s clock' });
    expect(wrong.summary).toMatch(/differ by -(?:599|600) s/);
  });
});
