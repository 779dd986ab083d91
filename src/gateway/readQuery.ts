import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { toBadRequest } from './dialects/openai/parseChat.ts';

/** The query of a request as its schema has it. Throws `bad-request` that names the parameter. */
export function readQuery<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.infer<Schema> {
  const result = schema.safeParse(request.query);
  if (!result.success) throw toBadRequest(result.error);
  return result.data;
}
