import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../../domain/errors.ts';
import { MCP_PATH } from '../../../protocol/api.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';

/**
 * The Model Context Protocol over streamable HTTP, without sessions: every POST is answered by itself, in JSON. Who
 * calls is known by key as everywhere else.
 */
export function registerMcp(server: FastifyInstance, context: GatewayContext): void {
  server.post(MCP_PATH, (request, reply) => handle(context, request, reply));
  server.route({
    method: ['GET', 'DELETE'],
    url: MCP_PATH,
    handler: (_request, reply) => {
      reply.header('allow', 'POST');
      throw new GatewayError('bad-request', 'This MCP server keeps no sessions: send POST.', { status: 405 });
    },
  });
}

async function handle(context: GatewayContext, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  // Loaded at the first call: a gateway that nobody asks over MCP starts without it.
  const { answerMcp } = await import('./mcpExchange.ts');
  const answer = await answerMcp(context, callerOf(request), toWebRequest(request));
  reply.code(answer.status);
  answer.headers.forEach((value, name) => void reply.header(name, value));
  await reply.send(Buffer.from(await answer.arrayBuffer()));
}

function toWebRequest({ method, url, headers, body }: FastifyRequest): Request {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new Request(new URL(url, 'http://localhost'), {
    method,
    headers: given.filter(([name]) => !HOP_HEADERS.has(name)),
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : null,
  });
}

/** Those of the connection, not of the message. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host', 'content-length']);
