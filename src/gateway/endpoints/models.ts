import type { FastifyInstance } from 'fastify';
import type { Deployment } from '../../domain/deployment.ts';
import { textMapOf } from '../../domain/entities.ts';
import { GatewayError } from '../../domain/errors.ts';
import { toUsdPerToken } from '../../domain/pricing.ts';
import { routingTable } from '../../domain/routing/routingTable.ts';
import { isWildcard } from '../../domain/routing/wildcards.ts';
import type { Caller } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';
import { mayUseGroup } from '../modelAccess.ts';
import { clientOf } from '../requestFacts.ts';

/** LiteLLM gives every model this date. */
const CREATED = 1677610602;

export function registerModels(server: FastifyInstance, context: GatewayContext): void {
  for (const prefix of ['/v1', '']) {
    server.get<{ Querystring: { return_wildcard_routes?: string } }>(`${prefix}/models`, (request) => ({
      object: 'list',
      data: visibleModels(context, callerOf(request), request.query.return_wildcard_routes === 'true').map(
        toModelEntry,
      ),
    }));
    server.get<{ Params: { '*': string } }>(`${prefix}/models/*`, (request) => {
      const id = request.params['*'];
      if (visibleModels(context, callerOf(request), true).includes(id)) return toModelEntry(id);
      throw new GatewayError('not-found', `The model '${id}' does not exist or this key may not use it.`, {
        param: 'model',
      });
    });
    server.get<{ Querystring: { litellm_model_id?: string } }>(`${prefix}/model/info`, (request) => {
      const caller = callerOf(request);
      if (caller.role === 'key') noteAgent(context, caller.key.keyAlias, request.headers['user-agent']);
      return { data: modelInfos(context, caller, request.query.litellm_model_id) };
    });
  }
}

/** Agents read the list when they have loaded their settings: the proof that their configuration works. */
function noteAgent(context: GatewayContext, keyAlias: string | undefined, userAgent: string | undefined): void {
  if (keyAlias === undefined) return;
  context.sightings.note(keyAlias, clientOf(userAgent));
  context.notices.publish({ type: 'agent-seen', keyAlias });
}

/** Groups and listed aliases that the caller may use, in the config's order; wildcards where they are asked for. */
export function visibleModels(context: GatewayContext, caller: Caller, withWildcards: boolean): readonly string[] {
  const { router } = context.settings.current;
  const all = [...routingTable(context.settings.current).groups.keys()];
  const groups = withWildcards ? all : all.filter((group) => !isWildcard(group));
  const aliases = Object.entries(router.aliases).filter(([, alias]) => !alias.hidden);
  const listed = [
    ...groups.filter((group) => mayUseGroup(context, caller, group)),
    ...aliases.filter(([name, { group }]) => mayUseGroup(context, caller, name, group)).map(([name]) => name),
  ];
  if (caller.role === 'admin') return listed;
  const own = { ...textMapOf(caller.team?.fields, 'model_aliases'), ...caller.key.aliases };
  const known = Object.entries(own).filter(([, target]) => listed.includes(target));
  return [...new Set([...listed, ...known.map(([alias]) => alias)])];
}

function toModelEntry(id: string): Record<string, unknown> {
  return { id, object: 'model', created: CREATED, owned_by: 'openai' };
}

function modelInfos(context: GatewayContext, caller: Caller, id: string | undefined): readonly unknown[] {
  const { deployments } = context.settings.current;
  return deployments
    .filter((deployment) => id === undefined || deployment.id === id)
    .filter(({ group }) => mayUseGroup(context, caller, group))
    .map((deployment) => toModelInfo(context, deployment));
}

/** `litellm_params.model` is the group, too: clients list both fields and may send either. The upstream's name stands in `model_info`. */
function toModelInfo(context: GatewayContext, deployment: Deployment): Record<string, unknown> {
  const { capabilities, price, mode, maxInputTokens, maxOutputTokens } = context.catalog.describe(deployment);
  const endpoint = context.providers.find(deployment.provider)?.endpoint(deployment);
  const perToken = (pico: number | undefined): number | null => (pico === undefined ? null : toUsdPerToken(pico));
  return {
    model_name: deployment.group,
    litellm_params: { model: deployment.group, api_base: endpoint?.apiBase, aws_region_name: endpoint?.region },
    model_info: {
      ...deployment.info,
      id: deployment.id,
      db_model: deployment.source === undefined,
      key: deployment.litellmModel,
      mode,
      litellm_provider: deployment.provider,
      max_tokens: maxOutputTokens ?? null,
      max_input_tokens: maxInputTokens ?? null,
      max_output_tokens: maxOutputTokens ?? null,
      input_cost_per_token: perToken(price?.input),
      output_cost_per_token: perToken(price?.output),
      cache_read_input_token_cost: perToken(price?.cacheRead),
      cache_creation_input_token_cost: perToken(price?.cacheWrite5m),
      cache_creation_input_token_cost_above_1hr: perToken(price?.cacheWrite1h),
      supports_function_calling: capabilities.tools,
      supports_tool_choice: capabilities.forcedToolChoice.length > 0,
      supports_vision: capabilities.images,
      supports_pdf_input: capabilities.documents,
      supports_system_messages: capabilities.system,
      supports_prompt_caching: capabilities.caching !== undefined,
      supports_reasoning: capabilities.thinking !== 'none',
      supports_response_schema: capabilities.structuredOutput,
    },
  };
}
