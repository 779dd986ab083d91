import type { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';

/** Reads a value with a schema. Throws `bad-request` that names the field below `path`, as Anthropic's API does. */
export function readField<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.infer<Schema> {
  const result = schema.safeParse(value, {
    error: (issue) => (issue.input === undefined ? 'Field required' : undefined),
  });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw badField(joinPath(path, issue?.path ?? []), issue?.message ?? 'cannot be read');
}

/** A `bad-request` about one field of the body. */
export function badField(path: string, problem: string): GatewayError {
  const message = path === '' ? problem : `${path}: ${problem}`;
  return new GatewayError('bad-request', message, { param: path === '' ? undefined : path });
}

function joinPath(path: string, rest: readonly PropertyKey[]): string {
  return [path, ...rest.map(String)].filter((part) => part !== '').join('.');
}
