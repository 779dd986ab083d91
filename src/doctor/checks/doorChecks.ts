import { request } from 'node:http';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { GatewayRefusal } from '../../apiClient/gatewayClient.ts';
import type { PortHolder } from '../../apiClient/identity.ts';
import { IDENTITY_PATH, identitySchema } from '../../protocol/api.ts';
import type { Check } from '../check.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';
import { findPortOwner } from '../portOwner.ts';

export interface DoorPorts {
  /** Where the gateway is to answer. */
  readonly baseUrl: string;
  readonly holder: PortHolder;
  /** Where the holder is a gateway of this home. */
  readonly client: GatewayClient | undefined;
  readonly home: string;
  /** Of this program. */
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a `NO_PROXY` list names a host. */
  readonly excludes: (url: URL, noProxy: string) => boolean;
}

const DEADLINE_MS = 3000;
const STRANGE_HOST = 'rebinding.example';
const FORBIDDEN = 403;

/** The gateway from outside, as clients meet it. */
export function doorChecks(ports: DoorPorts): readonly Check[] {
  const whenOurs = (run: (client: GatewayClient) => Promise<readonly Finding[]>) => () =>
    ports.client === undefined ? [skipped('needs-gateway')] : run(ports.client);
  return [
    { id: 'gateway-up', run: () => [checkUp(ports)] },
    { id: 'port-owner', run: async () => [await checkOwner(ports)] },
    { id: 'gateway-version', run: () => [checkVersion(ports)] },
    { id: 'admin-key', run: whenOurs(checkKey) },
    { id: 'dashboard', run: whenOurs(() => checkDashboard(ports)) },
    { id: 'host-check', run: whenOurs(() => checkHosts(ports)) },
    { id: 'loopback-proxy', run: () => [checkLoopback(ports)] },
  ];
}

function checkUp({ baseUrl, holder, home }: DoorPorts): Finding {
  if (holder.kind === 'ours') return ok('gateway-up', { baseUrl, runsIn: holder.runsIn, version: holder.version });
  const values = { baseUrl, home };
  if (holder.kind === 'silent') return failure('gateway-silent', values);
  return failure(holder.kind === 'nobody' ? 'gateway-down' : 'gateway-displaced', values);
}

async function checkOwner({ baseUrl, holder, home }: DoorPorts): Promise<Finding> {
  const port = Number(new URL(baseUrl).port);
  if (holder.kind === 'nobody') return ok('port-free', { port });
  const program = findPortOwner(port);
  const values = { port, home, owner: program ?? '?' };
  if (holder.kind === 'ours') return ok(holder.runsIn === 'window' ? 'port-window' : 'port-ours', values);
  if (holder.kind === 'silent') return failure('port-silent', values);
  return failure((await isTorii(baseUrl)) ? 'port-other-home' : 'port-stranger', values);
}

/** A gateway of another home answers the challenge, and cannot prove that it knows this home's key. */
async function isTorii(baseUrl: string): Promise<boolean> {
  try {
    const url = `${baseUrl}${IDENTITY_PATH}?nonce=${'0'.repeat(32)}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS), redirect: 'error' });
    return identitySchema.safeParse(await answer.json()).success;
  } catch {
    return false;
  }
}

function checkVersion({ holder, version }: DoorPorts): Finding {
  if (holder.kind !== 'ours') return skipped('needs-gateway');
  const values = { running: holder.version, installed: version };
  return holder.version === version ? ok('version-same', values) : warning('version-differs', values);
}

async function checkKey(client: GatewayClient): Promise<readonly Finding[]> {
  try {
    const { activeRequests } = await client.status('UTC');
    return [ok('admin-key-ok', { activeRequests })];
  } catch (thrown) {
    if (!(thrown instanceof GatewayRefusal)) throw thrown;
    return [{ ...failure('admin-key-refused', { status: thrown.status }), words: thrown.message }];
  }
}

/** The page is made by the gateway; the program in it is a file. */
async function checkDashboard({ baseUrl }: DoorPorts): Promise<readonly Finding[]> {
  const url = `${baseUrl}/ui/`;
  const page = await load(url);
  const scripts = [...page.text.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, source = '']) => new URL(source, url));
  const answers = [page, ...(await Promise.all(scripts.map(({ href }) => load(href))))];
  const broken = answers.find(({ status }) => status !== 200);
  if (broken !== undefined) return [failure('dashboard-missing', { url, status: broken.status })];
  return [ok('dashboard-ok', { url })];
}

async function load(url: string): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  return { status: answer.status, text: await answer.text() };
}

/** Asks under a name that an attacker's page could have. */
async function checkHosts({ baseUrl }: DoorPorts): Promise<readonly Finding[]> {
  const status = await statusUnder(new URL(`${baseUrl}/health/liveliness`), STRANGE_HOST);
  return [status === FORBIDDEN ? ok('host-check-ok') : warning('host-check-off', { baseUrl })];
}

function statusUnder(url: URL, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const asked = request(url, { headers: { host }, signal }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Clients that obey `HTTP_PROXY` send what is meant for this machine to the proxy. */
function checkLoopback({ baseUrl, environment, excludes }: DoorPorts): Finding {
  const proxy = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'].find((name) => environment[name]);
  if (proxy === undefined) return ok('loopback-direct');
  const list = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  const { hostname } = new URL(baseUrl);
  return excludes(new URL(baseUrl), list)
    ? ok('loopback-excluded', { proxy })
    : warning('loopback-proxied', { proxy, host: hostname });
}
