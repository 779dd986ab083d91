import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ActivitySource } from '../../domain/agentActivity.ts';
import { GatewayError } from '../../domain/errors.ts';
import { callerToken } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';

const SIGNALS: readonly ActivitySource[] = ['traces', 'metrics', 'logs'];
/** Of a body as it comes, and unpacked: exporters send some hundred records at a time. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_UNPACKED_BYTES = 16 * 1024 * 1024;
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const UNSUPPORTED_MEDIA_TYPE = 415;

const unpackGzip = promisify(gunzip);

/** OTLP over HTTP: what coding agents tell of their work goes to the tasks that it belongs to. For every key that may call models. */
export function registerOtlp(server: FastifyInstance, context: GatewayContext): void {
  for (const signal of SIGNALS) {
    server.post(`/v1/${signal}`, { bodyLimit: MOST_BYTES }, async (request, reply) => {
      const json = isJson(request);
      const bytes = await unpacked(request);
      await context.activity.receive({ signal, json, bytes }, callerToken(callerOf(request)));
      // The success of OTLP: an empty message of the same form.
      return await reply.type(json ? JSON_TYPE : PROTOBUF).send(json ? '{}' : Buffer.alloc(0));
    });
  }
}

function isJson(request: FastifyRequest): boolean {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === JSON_TYPE) return true;
  if (type === PROTOBUF || type === 'application/protobuf') return false;
  const message = `OTLP is taken as ${PROTOBUF} or ${JSON_TYPE}.`;
  throw new GatewayError('bad-request', message, { status: UNSUPPORTED_MEDIA_TYPE });
}

async function unpacked({ body, headers }: FastifyRequest): Promise<Uint8Array> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return bytes;
  if (encoding !== 'gzip') {
    const message = `The encoding ${encoding} is not supported. Use gzip, or none.`;
    throw new GatewayError('bad-request', message, { status: UNSUPPORTED_MEDIA_TYPE });
  }
  try {
    return await unpackGzip(bytes, { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) throw new GatewayError('too-large', 'The body is larger than 16 MB once it is unpacked.', { cause });
    throw new GatewayError('bad-request', 'The body is not gzip.', { cause });
  }
}
