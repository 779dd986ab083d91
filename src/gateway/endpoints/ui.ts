import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { LOGIN_PATH, LOGOUT_PATH } from '../../protocol/api.ts';
import type { GatewayContext } from '../context.ts';
import { toBadRequest } from '../dialects/openai/parseChat.ts';
import { sameSecret } from '../digest.ts';
import { LoginAttempts } from '../loginAttempts.ts';
import { recordAudit } from '../management/actor.ts';
import { readBody } from '../requestFacts.ts';
import type { UiSessions } from '../uiSessions.ts';

const COOKIE = 'torii_session';
const LONGEST_NAME = 100;
/** Bytes of a login: nobody has shown a key yet. */
const LONGEST_LOGIN = 16 * 1024;

const loginSchema = z.union([
  z.object({ key: z.string().min(1) }),
  z.object({ username: z.string().min(1), password: z.string().min(1) }),
]);

/** All that is served from the folder; every other name is not looked for. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['main.js', 'text/javascript; charset=utf-8'],
  ['main.css', 'text/css; charset=utf-8'],
]);

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** The dashboard for a browser. Every address on the page is relative, so that it works behind a proxy path. */
export function registerUi(server: FastifyInstance, context: GatewayContext, sessions: UiSessions): void {
  const open = { config: { open: true } };
  const attempts = new LoginAttempts(context.clock);
  server.get('/', open, (_request, reply) => reply.redirect('ui/'));
  server.get('/ui', open, (_request, reply) => reply.redirect('ui/'));
  server.get('/ui/', open, (request, reply) => reply.headers(SECURITY_HEADERS).type('text/html').send(page(request)));
  server.get<{ Params: { file: string } }>('/ui/:file', open, async (request, reply) => {
    const type = FILES.get(request.params.file);
    if (type === undefined) throw new GatewayError('not-found', 'There is no such page.');
    const bytes = await readFile(join(context.identity.uiDirectory, request.params.file));
    return await reply.headers(SECURITY_HEADERS).type(type).send(bytes);
  });
  server.post(LOGIN_PATH, { ...open, bodyLimit: LONGEST_LOGIN }, async (request, reply) => {
    await login(request, context, attempts);
    // Whatever the browser brought along is over; nobody else's choice becomes this login's session.
    sessions.close(sessionOf(request) ?? '');
    return await reply.header('set-cookie', cookie(sessions.open())).send({ ok: true });
  });
  server.post(LOGOUT_PATH, open, async (request, reply) => {
    if (hasUiSession(request, sessions)) await recordSession(context, request, 'logged-out', 'dashboard');
    sessions.close(sessionOf(request) ?? '');
    return await reply.header('set-cookie', `${cookie('')}; Max-Age=0`).send({ ok: true });
  });
}

/** Whether the request carries an open login. Good for reading only: a cookie alone may change nothing. */
export function hasUiSession(request: FastifyRequest, sessions: UiSessions): boolean {
  const token = sessionOf(request);
  return token !== undefined && sessions.isOpen(token);
}

/** Attempts beyond the limit are not tried, and leave no entry in the audit: nobody can flood it. */
async function login(request: FastifyRequest, context: GatewayContext, attempts: LoginAttempts): Promise<void> {
  const waitMs = attempts.waitMs(request.ip);
  if (waitMs > 0) {
    throw new GatewayError('rate-limit', 'Too many failed logins. Try again in a minute.', { retryAfterMs: waitMs });
  }
  const result = loginSchema.safeParse(readBody(request).value);
  if (!result.success) throw toBadRequest(result.error);
  const right = isRight(result.data, context);
  if (!right) attempts.recordFailure(request.ip);
  const action = right ? 'logged-in' : 'login-refused';
  await recordSession(context, request, action, 'username' in result.data ? result.data.username : 'key');
  if (right) return;
  throw new GatewayError('authentication', 'The key, or the name and password, are not right.');
}

async function recordSession(
  context: GatewayContext,
  request: FastifyRequest,
  action: 'logged-in' | 'login-refused' | 'logged-out',
  name: string,
): Promise<void> {
  await recordAudit(
    context,
    { action, kind: 'session', id: name.slice(0, LONGEST_NAME) },
    {
      actor: 'dashboard',
      actorToken: undefined,
      onBehalfOf: undefined,
      ipAddress: request.ip,
      route: `${request.method} ${request.routeOptions.url ?? request.url}`,
    },
  );
}

function isRight(given: z.infer<typeof loginSchema>, context: GatewayContext): boolean {
  const { masterKey, ui } = context.settings.current;
  if ('key' in given) {
    const forConfig = masterKey !== undefined && sameSecret(given.key, masterKey);
    return sameSecret(given.key, context.identity.homeKey) || forConfig;
  }
  if (ui === undefined) return false;
  const name = sameSecret(given.username, ui.username);
  return sameSecret(given.password, ui.password) && name;
}

function cookie(token: string): string {
  return `${COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/`;
}

function sessionOf(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

function page(request: FastifyRequest): string {
  const language = (request.headers['accept-language'] ?? '').trim().toLowerCase().startsWith('ja') ? 'ja' : 'en';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Torii</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="main.css">
</head>
<body>
<div id="root" data-surface="browser" data-language="${language}"></div>
<script type="module" src="main.js"></script>
</body>
</html>
`;
}
