import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../../context.ts';
import { registerChangeKey } from './changeKey.ts';
import { registerGenerateKey } from './generateKey.ts';
import { registerListKeys } from './listKeys.ts';
import { registerRemoveKey } from './removeKey.ts';
import { registerRotateKey } from './rotateKey.ts';
import { registerShowKey } from './showKey.ts';

/** LiteLLM's endpoints for virtual keys. */
export function registerKeys(server: FastifyInstance, context: GatewayContext): void {
  registerGenerateKey(server, context);
  registerShowKey(server, context);
  registerListKeys(server, context);
  registerChangeKey(server, context);
  registerRotateKey(server, context);
  registerRemoveKey(server, context);
}
