import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { TokenUsage } from '../../../domain/chat.ts';
import { toUsd } from '../../../domain/money.ts';
import { costOf } from '../../../domain/pricing.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { readManaged } from '../../management/readBody.ts';
import { firstDeployment } from '../utils.ts';
import { countTokens } from '../utilsTokens.ts';
import { toTokenUsage, usageSchema } from './usageBody.ts';

export const calculateBody = z
  .looseObject({
    model: z.string().min(1).optional(),
    messages: z.array(z.unknown()).optional(),
    completion_response: z.looseObject({ model: z.string().optional(), usage: usageSchema }).optional(),
  })
  .refine((body) => body.messages !== undefined || body.completion_response !== undefined, {
    message: 'messages: send model and messages, or completion_response',
  });

/**
 * `POST /spend/calculate`: what a prompt (estimated) or an answer (as counted) costs, in USD. Where the price is not
 * known `cost` is null and `cost_unknown` true.
 */
export function registerSpendCalculate(server: FastifyInstance, context: GatewayContext): void {
  server.post('/spend/calculate', (request) => {
    const data = readManaged(request, calculateBody);
    const model = data.model ?? data.completion_response?.model ?? '';
    const deployment = firstDeployment(context, callerOf(request), model, '/spend/calculate');
    const cost = costOf(usageOf(data), context.catalog.describe(deployment).price);
    return cost === undefined ? { cost: null, cost_unknown: true } : { cost: toUsd(cost.total) };
  });
}

function usageOf(body: z.infer<typeof calculateBody>): TokenUsage {
  if (body.completion_response !== undefined) return toTokenUsage(body.completion_response.usage);
  return {
    inputTokens: countTokens(body),
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    raw: undefined,
  };
}
