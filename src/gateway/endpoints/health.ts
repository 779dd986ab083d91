import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../context.ts';

/** Open to everyone: whether the gateway lives, and nothing about what it holds. */
export function registerHealth(server: FastifyInstance, context: GatewayContext): void {
  for (const url of ['/health/liveliness', '/health/liveness']) {
    server.get(url, { config: { open: true } }, (_request, reply) => {
      reply.type('application/json').send(JSON.stringify("I'm alive!"));
    });
  }
  server.get('/health/readiness', { config: { open: true } }, () => ({
    status: 'healthy',
    db: 'connected',
    cache: null,
    litellm_version: context.identity.version,
    success_callbacks: context.settings.current.callbacks.success,
    log_level: 'INFO',
    is_detailed_debug: false,
  }));
}
