import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import type { GatewayContext } from '../context.ts';
import { readQuery } from '../readQuery.ts';

export const servicesQuery = z.object({ service: z.string().min(1) });

/**
 * `GET /health/services?service=`: whether the config names a service for logs or alerts. Torii sends nothing to any, and
 * says so rather than call it healthy. Throws `bad-request` (422, as in LiteLLM) for one that the config does not name.
 */
export function serviceState(context: GatewayContext, request: FastifyRequest): Record<string, unknown> {
  const { service } = readQuery(servicesQuery, request);
  if (!configured(context).includes(service)) {
    const message = `"${service}" is in none of success_callback, failure_callback and alerting of the config. Unable to test this.`;
    throw new GatewayError('bad-request', message, { status: 422, param: 'service' });
  }
  return {
    status: 'unsupported',
    service,
    message: `The config names '${service}', and Torii sends nothing there: its ledger and dashboard take that place.`,
  };
}

function configured({ settings }: GatewayContext): readonly unknown[] {
  const { callbacks, document } = settings.current;
  const general = document['general_settings'];
  const alerting = isObject(general) ? general['alerting'] : undefined;
  return [...callbacks.success, ...callbacks.failure, ...(Array.isArray(alerting) ? alerting : [])];
}
