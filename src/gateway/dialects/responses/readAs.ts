import type { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';

/** A value as its schema knows it. Throws `bad-request` that names the field below `path`, e.g. `input.3.content`. */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = [path, ...(issue?.path ?? [])].filter((step) => step !== '').join('.');
  throw badField(place, issue?.message ?? 'cannot be read');
}

/** `path: problem`, with the path as the parameter at fault. */
export function badField(path: string, problem: string): GatewayError {
  return new GatewayError('bad-request', path === '' ? problem : `${path}: ${problem}`, { param: path || undefined });
}
