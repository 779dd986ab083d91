import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from './context.ts';
import { MemoryResponseStore } from './dialects/responses/responseStore.ts';
import { registerChat } from './endpoints/chat.ts';
import { registerEmbeddings } from './endpoints/embeddings.ts';
import { registerHealth } from './endpoints/health.ts';
import { registerCountTokens } from './endpoints/messagesCountTokens.ts';
import { registerModels } from './endpoints/models.ts';
import { registerResponses } from './endpoints/responses.ts';
import { registerIdentity } from './endpoints/torii/identity.ts';
import { LaterRoutes } from './laterRoutes.ts';
import { RouteBook } from './routeBook.ts';
import { createRouter } from './router.ts';
import type { Listening, ServerParts } from './serverParts.ts';
import { UiSessions } from './uiSessions.ts';

/**
 * A listener that is not bound yet; `compose/listen.ts` binds it. It has the routes of clients that talk to models; all
 * others are loaded when the first request for one of them comes.
 */
export function createServer(context: GatewayContext, listening: Listening): FastifyInstance {
  const responses = new MemoryResponseStore(context.clock);
  const sessions = new UiSessions(context.clock, context.random);
  const { maxRequestBytes } = context.settings.current;
  const parts: ServerParts = { ...listening, context, book: new RouteBook(), responses, sessions, maxRequestBytes };
  const later = new LaterRoutes(async () => (await import('./laterRouter.ts')).createLaterRouter(parts));
  const server = createRouter(parts, later);
  server.server.maxConnections = listening.limits.connections;
  server.addHook('preClose', () => later.close());
  registerHealth(server, context);
  registerChat(server, context);
  registerCountTokens(server, context);
  registerEmbeddings(server, context);
  registerResponses(server, context, responses);
  registerModels(server, context);
  registerIdentity(server, context);
  return server;
}
