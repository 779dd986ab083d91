/** A stand-in gateway for looking at the dashboard: the built page, and fixture answers at the API's own paths. */
import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  type DashboardParts,
  dashboardPage,
  dashboardPartsSchema,
  PARTS_FILE,
} from '../../src/protocol/dashboardPage.ts';
import { surfaces } from '../../src/protocol/webview.ts';
import * as fixtures from './dashboardFixtures.ts';
import { ownKey, pageAnswer } from './pageFixtures.ts';
import * as traces from './traceFixtures.ts';

export type Scenario =
  | 'used'
  | 'empty'
  | 'signed-out'
  | 'failing'
  | 'slow'
  | 'broken-config'
  | 'nothing-today'
  | 'own-key';

export interface DashboardServer {
  readonly baseUrl: string;
  /** What the next answers are like. */
  scenario: Scenario;
  close(): Promise<void>;
}

const NONCE = 'fixture';
/** As strict as the gateway's; the editor's pages may have inline styles, and their frame has. */
function policy({ styleHash }: DashboardParts, surface: string | null): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${NONCE}'`,
    surface === 'sidebar' || surface === 'tab' ? `style-src 'unsafe-inline'` : `style-src 'sha256-${styleHash}'`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
}

/** The page as the gateway and the editor make it. */
function page(query: URLSearchParams, parts: DashboardParts): string {
  return dashboardPage(parts, {
    surface: surfaces.find((surface) => surface === query.get('surface')) ?? 'browser',
    language: query.get('language') ?? 'en',
    folder: '',
    nonce: NONCE,
    isAdmin: query.get('role') === 'admin',
  });
}

function json(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function failure(response: ServerResponse, statusCode: number, message: string): void {
  json(response, statusCode, { error: { message, type: 'error', param: null, code: String(statusCode) } });
}

function answer(url: URL, scenario: Scenario, now: number): unknown {
  const number = (name: string): number => Number(url.searchParams.get(name));
  const timeZone = url.searchParams.get('timeZone') ?? 'UTC';
  const none = scenario === 'empty' || (scenario === 'nothing-today' && number('to') - number('from') < 86_400_000);
  const ofPage = pageAnswer(url, { now, none: scenario === 'empty' });
  if (ofPage !== undefined) return ofPage;
  const [, , name, callId, part] = url.pathname.split('/');
  if (name === 'status') return scenario === 'broken-config' ? fixtures.brokenConfig(now) : fixtures.status(now);
  if (name === 'ledger') return fixtures.ledger();
  if (name === 'tasks' && callId !== undefined) return traces.taskDetail(now);
  if (name === 'tasks') return none ? { tasks: [], total: 0 } : fixtures.taskList(now);
  if (name === 'traces' && callId === undefined) return traces.traceList(url.searchParams, none, now);
  if (name === 'traces') return part === 'content' ? traces.traceContent() : traces.traceDetail(callId ?? '', now);
  if (name === 'scores') return traces.scoreList(now);
  if (name === 'models') return fixtures.modelList();
  if (name === 'audit') return none ? { entries: [], total: 0 } : fixtures.auditList(now);
  if (name === 'overview')
    return (none ? fixtures.emptyOverview : fixtures.overview)(number('from'), number('to'), timeZone);
  if (callId !== undefined) return fixtures.requestDetail(callId, now);
  return scenario === 'empty' ? { requests: [], total: 0 } : fixtures.requestList(number('limit'), now);
}

function serveApi(url: URL, response: ServerResponse, scenario: Scenario, now: number): void {
  if (scenario === 'signed-out') {
    failure(response, 401, 'Log in first.');
  } else if (scenario === 'own-key' && url.pathname === '/torii/me') {
    json(response, 200, ownKey(now));
  } else if (scenario === 'own-key') {
    failure(response, 401, 'Only proxy admin can be used.');
  } else if (scenario === 'failing') {
    failure(response, 500, 'The ledger is locked by another program. Close it, then try again.');
  } else if (url.pathname === '/torii/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': open\n\n');
  } else if (scenario !== 'slow') {
    json(response, 200, answer(url, scenario, now));
  }
}

function serveUi(url: URL, response: ServerResponse, folder: string): void {
  const name = path.basename(url.pathname);
  if (url.pathname === '/ui/login') {
    failure(response, 401, 'Wrong key.');
  } else if (name.endsWith('.js')) {
    response.writeHead(200, { 'Content-Type': 'text/javascript' });
    createReadStream(path.join(folder, name)).pipe(response);
  } else {
    const parts = dashboardPartsSchema.parse(JSON.parse(readFileSync(path.join(folder, PARTS_FILE), 'utf8')));
    const headers = {
      'Content-Type': 'text/html',
      'Content-Security-Policy': policy(parts, url.searchParams.get('surface')),
    };
    response.writeHead(200, headers).end(page(url.searchParams, parts));
  }
}

/** An answer to the playground in pieces, or a whole one to a replay. */
async function serveChat(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const streamed = Buffer.concat(chunks).includes('"stream":true');
  const headers = { 'x-litellm-call-id': traces.ANSWERED_CALL };
  if (streamed) response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream' }).end(traces.chatStream());
  else
    response
      .writeHead(200, { ...headers, 'Content-Type': 'application/json' })
      .end(JSON.stringify(traces.chatAnswer()));
}

/** Serves the bundle in `folder` on a free port. `now` is the moment that the fixtures are about, in epoch ms. */
export async function startDashboardServer(folder: string, now: number): Promise<DashboardServer> {
  const state = { scenario: 'used' as Scenario };
  const server: Server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/v1/chat/completions') void serveChat(request, response);
    else if (url.pathname.startsWith('/ui')) serveUi(url, response, folder);
    else serveApi(url, response, state.scenario, now);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    baseUrl: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
