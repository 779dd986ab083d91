import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identityProof } from '../../../src/apiClient/identity.ts';
import { startLocalServer } from '../../support/localServer.ts';
import { writeDashboard } from '../support/dashboardFiles.ts';
import { startTestGateway } from '../support/gateway.ts';
import { DEMO, Patient } from './patient.ts';

describe('the port', () => {
  it('is free, and the gateway is down', async () => {
    const patient = new Patient();
    const found = await patient.only('gateway-up');
    expect(found).toMatchObject({ status: 'failure', hop: 'client → Torii' });
    expect(found.fix).toContain('Torii: Start Proxy');
    expect(await patient.only('port-owner')).toMatchObject({ status: 'ok' });
    expect(await patient.only('admin-key')).toMatchObject({ status: 'skipped' });
  });

  it('is held by this home’s gateway', async () => {
    const patient = new Patient(await startTestGateway(DEMO));
    expect(await patient.only('gateway-up')).toMatchObject({ status: 'ok' });
    expect((await patient.only('port-owner')).summary).toContain(`process ${process.pid}`);
    expect(await patient.only('admin-key')).toMatchObject({ status: 'ok' });
  });

  it('is held by another program', async () => {
    const stranger = await startLocalServer((_request, response) => response.end('Hello'));
    onTestFinished(() => stranger.close());
    const patient = new Patient();
    patient.write('sk-test-home-key', 'master.key');
    patient.baseUrl = stranger.url;
    expect(await patient.only('gateway-up')).toMatchObject({ status: 'failure' });
    const found = await patient.only('port-owner');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.summary).toContain('another program');
    expect(found.summary).toContain(`process ${process.pid}`);
  });

  it('is held by the gateway of another home', async () => {
    const other = await startTestGateway(DEMO);
    const patient = new Patient();
    patient.write('sk-test-home-key', 'master.key');
    patient.baseUrl = other.baseUrl;
    expect(await patient.only('port-owner')).toMatchObject({
      status: 'failure',
      summary: expect.stringContaining('another home'),
      fix: expect.stringContaining('TORII_HOME'),
    });
  });

  it('is held by something that never answers', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const patient = new Patient();
    patient.baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect(await patient.only('gateway-up')).toMatchObject({ summary: expect.stringContaining('does not answer') });
    expect(await patient.only('port-owner')).toMatchObject({ status: 'failure' });
  });
});

describe('the gateway from outside', () => {
  it('may be of another version than the program', async () => {
    const patient = new Patient(await startTestGateway(DEMO));
    expect(await patient.only('gateway-version')).toMatchObject({ status: 'ok' });
    patient.version = '9.9.9';
    const found = await patient.only('gateway-version');
    expect(found).toMatchObject({ status: 'warning', summary: expect.stringContaining('9.9.9') });
    expect(found.fix).toContain('Restart it');
  });

  it('may refuse the key of its own home', async () => {
    const key = 'sk-test-home-key';
    const broken = await startLocalServer((request, response) => {
      const nonce = URL.parse(request.url ?? '', 'http://gateway')?.searchParams.get('nonce');
      const proof = identityProof(key, nonce ?? '', request.socket.localPort ?? 0);
      const identity = { product: 'torii', version: 'test', runsIn: 'terminal', proof };
      if (request.url?.startsWith('/torii/identity')) response.end(JSON.stringify(identity));
      else response.writeHead(401).end('{}');
    });
    onTestFinished(() => broken.close());
    const patient = new Patient();
    patient.write(key, 'master.key');
    patient.baseUrl = broken.url;
    expect(await patient.only('admin-key')).toMatchObject({
      status: 'failure',
      summary: expect.stringContaining('status 401'),
    });
  });

  it('serves the dashboard, unless its files are missing', async () => {
    const gateway = await startTestGateway(DEMO);
    const patient = new Patient(gateway);
    const found = await patient.only('dashboard');
    expect(found).toMatchObject({ status: 'failure', hop: 'browser → Torii' });
    expect(found.fix).toContain('npm run build');
    await writeDashboard(gateway.directory);
    expect(await patient.only('dashboard')).toMatchObject({ status: 'ok' });
  });

  it('answers foreign host names where it listens beyond this machine', async () => {
    expect(await new Patient(await startTestGateway(DEMO)).only('host-check')).toMatchObject({ status: 'ok' });
    const open = new Patient(await startTestGateway(DEMO, {}, '0.0.0.0'));
    expect(await open.only('host-check')).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('127.0.0.1'),
    });
  });

  it('is out of reach for clients that obey a proxy variable', async () => {
    const patient = new Patient();
    expect(await patient.only('loopback-proxy')).toMatchObject({ status: 'ok' });
    patient.environment['HTTP_PROXY'] = 'http://proxy.corp.test:3128';
    const found = await patient.only('loopback-proxy');
    expect(found).toMatchObject({ status: 'warning', fix: expect.stringContaining('NO_PROXY') });
    patient.environment['NO_PROXY'] = 'corp.test,127.0.0.0/8';
    expect(await patient.only('loopback-proxy')).toMatchObject({ status: 'ok' });
  });
});
