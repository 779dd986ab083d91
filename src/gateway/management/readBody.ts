import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { toBadRequest } from '../dialects/openai/parseChat.ts';
import { readBody } from '../requestFacts.ts';

/** Building blocks of the management API's bodies. */
export const text = z.string().nullish();
export const name = z.string().trim().min(1).max(256).nullish();
export const flag = z.boolean().nullish();
export const names = z.array(z.string()).nullish();
export const count = z.number().int().nonnegative().nullish();
/** USD. An empty text is none, as LiteLLM's own dashboard sends it. */
export const usd = z.preprocess((value) => (value === '' ? null : value), z.number().nonnegative().nullish());
export const anyMap = z.record(z.string(), z.unknown()).nullish();
export const textMap = z.record(z.string(), z.string()).nullish();
export const countMap = z.record(z.string(), z.number().int().nonnegative()).nullish();
export const anyValue = z.unknown().optional();

/** The body of a management request; none counts as an empty one. Throws `bad-request` that names the field at fault. */
export function readManaged<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.infer<Schema> {
  const { body } = request;
  const empty = body === undefined || body === null || (Buffer.isBuffer(body) && body.length === 0);
  return check(schema, empty ? {} : readBody(request).value);
}

/** Values that a schema has to find right. Unknown fields are refused by name: one that is misspelt limits nothing. */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.code !== 'unrecognized_keys') throw toBadRequest(result.error);
  throw new GatewayError(
    'bad-request',
    `${issue.keys.join(', ')}: not a field of this request, and a limit that does not hold would mislead.`,
    { param: issue.keys[0] },
  );
}

/** Pages of a list, as LiteLLM counts them: from 1. */
export const pageShape = {
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(100).default(10),
};

/** `true`, `1` and `yes` of a query. */
export const queryFlag = z
  .string()
  .optional()
  .transform((value) => value !== undefined && /^(?:true|1|yes|on)$/i.test(value));
