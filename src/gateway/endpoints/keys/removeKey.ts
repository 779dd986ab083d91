import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { VirtualKey } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { names, readManaged } from '../../management/readBody.ts';
import { removeKeys } from '../../management/removeKeys.ts';
import { forbidden, mayManageKey } from '../../management/scope.ts';
import { keyNotFound, requireKey } from './findKey.ts';

const deleteSchema = z
  .strictObject({ keys: names, key_aliases: names })
  .refine((body) => (body.keys ?? []).length + (body.key_aliases ?? []).length > 0, {
    message: 'name at least one key in keys or key_aliases',
  });

/** Deletes keys: all that are named, or, where one may not be deleted, none. */
export function registerRemoveKey(server: FastifyInstance, context: GatewayContext): void {
  server.post('/key/delete', async (request) => {
    const { keys, key_aliases: aliases } = readManaged(request, deleteSchema);
    const caller = callerOf(request);
    const named = [...(keys ?? []).map((key) => ({ key })), ...(aliases ?? []).map((key_alias) => ({ key_alias }))];
    const found: VirtualKey[] = [];
    for (const name of named) found.push(await requireKey(context, name));
    for (const key of found) {
      if (await mayManageKey(context, caller, key, '/key/delete')) continue;
      throw forbidden('You are not authorized to delete this key', 'keys');
    }
    const deleted = await removeKeys(context, request, found);
    if (deleted.length === 0) throw keyNotFound();
    return { deleted_keys: deleted };
  });
}
