import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';
import { SHUTDOWN_PATH } from '../../../protocol/api.ts';
import type { GatewayContext } from '../../context.ts';
import { toBadRequest } from '../../dialects/openai/parseChat.ts';
import { readBody } from '../../requestFacts.ts';

const LONGEST_DRAIN_MS = 10 * 60_000;

const bodySchema = z.object({
  /** How long running requests get to end. */
  drainMs: z.number().int().min(0).max(LONGEST_DRAIN_MS).default(30_000),
});

/** Ends a gateway that runs in a process of its own, on behalf of the editor. Answers before it ends. */
export function registerShutdown(server: FastifyInstance, context: GatewayContext): void {
  server.post(SHUTDOWN_PATH, async (request, reply) => {
    const body = bodySchema.safeParse(readBody(request).value);
    if (!body.success) throw toBadRequest(body.error);
    const { shutDown } = context;
    if (shutDown === undefined) {
      throw new GatewayError(
        'conflict',
        'This gateway ends with the window or the terminal that runs it. Stop it there.',
        {
          retryable: false,
        },
      );
    }
    reply.raw.once('close', () => shutDown(body.data.drainMs));
    await reply.code(202).send({ stopping: true });
  });
}
