import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { LOGIN_PATH, LOGOUT_PATH } from '../../protocol/api.ts';
import { callerWithKey } from '../authentication.ts';
import type { GatewayContext } from '../context.ts';
import { toBadRequest } from '../dialects/openai/parseChat.ts';
import { sameSecret } from '../digest.ts';
import { LoginAttempts } from '../loginAttempts.ts';
import { recordAudit } from '../management/actor.ts';
import { readBody } from '../requestFacts.ts';
import { sessionCookie, sessionOf } from '../sessionCookie.ts';
import type { SessionHolder, UiSessions } from '../uiSessions.ts';
import { sendScript } from './uiFiles.ts';
import { UiPage } from './uiPage.ts';

const LONGEST_NAME = 100;
/** Bytes of a login: nobody has shown a key yet. */
const LONGEST_LOGIN = 16 * 1024;

const loginSchema = z.union([
  z.object({ key: z.string().min(1) }),
  z.object({ username: z.string().min(1), password: z.string().min(1) }),
]);

/** The dashboard for a browser. Every address on the page is relative, so that it works behind a proxy path. */
export function registerUi(server: FastifyInstance, context: GatewayContext, sessions: UiSessions): void {
  const open = { config: { open: true } };
  const page = { config: { open: true, renderError: toPlainPage } };
  const attempts = new LoginAttempts(context.clock);
  server.get('/', page, (_request, reply) => reply.redirect('ui/'));
  server.get('/ui', page, (_request, reply) => reply.redirect('ui/'));
  const folder = context.identity.uiDirectory;
  const start = new UiPage(folder);
  server.get('/ui/', page, (request, reply) =>
    start.send(request, reply, sessions.find(sessionOf(request) ?? '')?.role === 'admin'),
  );
  server.get<{ Params: { file: string } }>('/ui/:file', open, (request, reply) =>
    sendScript(request, reply, { folder, name: request.params.file }),
  );
  server.post(LOGIN_PATH, { ...open, bodyLimit: LONGEST_LOGIN }, async (request, reply) => {
    const holder = await login(request, context, attempts);
    // Whatever the browser brought along is over; nobody else's choice becomes this login's session.
    sessions.close(sessionOf(request) ?? '');
    return await reply.header('set-cookie', sessionCookie(sessions.open(holder))).send({ ok: true });
  });
  server.post(LOGOUT_PATH, open, async (request, reply) => {
    const id = sessionOf(request) ?? '';
    if (sessions.find(id) !== undefined) await recordSession(context, request, 'logged-out', 'dashboard');
    sessions.close(id);
    return await reply.header('set-cookie', `${sessionCookie('')}; Max-Age=0`).send({ ok: true });
  });
}

/** Who opens the page in a browser reads words, not JSON: above all under a host name that is not allowed yet. */
function toPlainPage(error: GatewayError): string {
  return error.message;
}

/** Attempts beyond the limit are not tried, and leave no entry in the audit: nobody can flood it. */
async function login(
  request: FastifyRequest,
  context: GatewayContext,
  attempts: LoginAttempts,
): Promise<SessionHolder> {
  const waitMs = attempts.waitMs(request.ip);
  if (waitMs > 0) {
    throw new GatewayError('rate-limit', 'Too many failed logins. Try again in a minute.', { retryAfterMs: waitMs });
  }
  const result = loginSchema.safeParse(readBody(request).value);
  if (!result.success) throw toBadRequest(result.error);
  const holder = holderOf(result.data, context);
  if (holder === undefined) attempts.recordFailure(request.ip);
  const action = holder === undefined ? 'login-refused' : 'logged-in';
  await recordSession(context, request, action, 'username' in result.data ? result.data.username : 'key');
  if (holder !== undefined) return holder;
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

/** Whose the credentials are; undefined where they are nobody's, or where their key is blocked or expired. */
function holderOf(given: z.infer<typeof loginSchema>, context: GatewayContext): SessionHolder | undefined {
  if ('key' in given) return holderOfKey(given.key, context);
  const { ui } = context.settings.current;
  if (ui === undefined) return undefined;
  const name = sameSecret(given.username, ui.username);
  return sameSecret(given.password, ui.password) && name ? { role: 'admin' } : undefined;
}

function holderOfKey(key: string, context: GatewayContext): SessionHolder | undefined {
  try {
    const caller = callerWithKey(key, context);
    return caller.role === 'admin' ? { role: 'admin' } : { role: 'key', token: caller.key.token };
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.kind === 'authentication') return undefined;
    throw thrown;
  }
}
