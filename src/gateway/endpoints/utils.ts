import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Caller } from '../../domain/virtualKey.ts';
import { authorise } from '../admission.ts';
import type { GatewayContext } from '../context.ts';
import { toBadRequest } from '../dialects/openai/parseChat.ts';
import type { ResponseStore } from '../dialects/responses/responseStore.ts';
import { callerOf } from '../llmRequest.ts';
import { readBody, stringField } from '../requestFacts.ts';
import { supportedOpenAiParams } from './utilsParams.ts';
import { countTokens } from './utilsTokens.ts';
import { transformRequest } from './utilsTransform.ts';

const transformSchema = z.object({ call_type: z.string(), request_body: z.record(z.string(), z.unknown()) });

/** LiteLLM's aids for whoever wonders what becomes of a request. Nothing leaves, nothing is billed, no row is written. */
export function registerUtils(server: FastifyInstance, context: GatewayContext, responses: ResponseStore): void {
  server.post('/utils/transform_request', async (request) => {
    const parsed = transformSchema.safeParse(readBody(request).value);
    if (!parsed.success) throw toBadRequest(parsed.error);
    const { call_type: callType, request_body: body } = parsed.data;
    const caller = callerOf(request);
    const deployment = firstDeployment(context, caller, stringField(body, 'model') ?? '', request.url);
    return await transformRequest(context, { callType, body, caller, deployment, responses });
  });
  server.post('/utils/token_counter', (request) => {
    const { value } = readBody(request);
    const model = stringField(value, 'model') ?? '';
    const deployment = firstDeployment(context, callerOf(request), model, request.url);
    return {
      total_tokens: countTokens(value),
      request_model: model,
      model_used: deployment.model,
      // Every model counts in its own way, and most do not tell how.
      tokenizer_type: 'torii_estimate',
      original_response: null,
      error: false,
      error_message: null,
      status_code: null,
    };
  });
  server.get<{ Querystring: { model?: string } }>('/utils/supported_openai_params', (request) => {
    const deployment = firstDeployment(context, callerOf(request), request.query.model ?? '', request.url);
    const relays = context.providers.find(deployment.provider)?.relayChat !== undefined;
    return { supported_openai_params: supportedOpenAiParams(context.catalog.describe(deployment), relays) };
  });
}

/** The deployment that stands first for a model name. Throws `bad-request` or `model-access`. */
export function firstDeployment(context: GatewayContext, caller: Caller, model: string, url: string): Deployment {
  if (model === '') throw new GatewayError('bad-request', 'model: name a model of `/v1/models`', { param: 'model' });
  const target = authorise(context, caller, model, url.split('?', 1)[0] ?? url);
  if (target.kind === 'deployment') return target.deployment;
  const first = context.settings.current.deployments.find(({ group }) => group === target.group);
  if (first === undefined) throw new GatewayError('no-deployment', `'${target.group}' has no deployment.`);
  return first;
}
