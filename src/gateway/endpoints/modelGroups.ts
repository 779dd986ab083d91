import type { FastifyInstance } from 'fastify';
import type { ModelCard } from '../../domain/capabilities.ts';
import type { Deployment } from '../../domain/deployment.ts';
import { toUsdPerToken } from '../../domain/pricing.ts';
import { routingTable } from '../../domain/routing/routingTable.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';
import { mayUseGroup } from '../modelAccess.ts';
import { supportedOpenAiParams } from './utilsParams.ts';

/** What the deployments of a group offer together, for whoever may use it. */
export function registerModelGroups(server: FastifyInstance, context: GatewayContext): void {
  server.get<{ Querystring: { model_group?: string } }>('/model_group/info', (request) => {
    const caller = callerOf(request);
    const { groups } = routingTable(context.settings.current);
    const asked = request.query.model_group;
    return {
      data: [...groups]
        .filter(([name]) => (asked === undefined || asked === name) && mayUseGroup(context, caller, name))
        .map(([name, members]) => toGroup(context, name, members)),
    };
  });
}

function toGroup(context: GatewayContext, name: string, members: readonly Deployment[]): Record<string, unknown> {
  const cards = members.map((deployment) => context.catalog.describe(deployment));
  const can = (test: (capabilities: ModelCard['capabilities']) => boolean): boolean =>
    cards.some(({ capabilities }) => test(capabilities));
  const perToken = (part: 'input' | 'output'): number | null => {
    const pico = largest(cards.map(({ price }) => price?.[part]));
    return pico === null ? null : toUsdPerToken(pico);
  };
  return {
    model_group: name,
    providers: [...new Set(members.map(({ provider }) => provider))],
    max_input_tokens: largest(cards.map(({ maxInputTokens }) => maxInputTokens)),
    max_output_tokens: largest(cards.map(({ maxOutputTokens }) => maxOutputTokens)),
    input_cost_per_token: perToken('input'),
    output_cost_per_token: perToken('output'),
    mode: cards[0]?.mode ?? null,
    tpm: sum(members.map(({ tpm }) => tpm)),
    rpm: sum(members.map(({ rpm }) => rpm)),
    supports_parallel_function_calling: can(({ tools }) => tools),
    supports_function_calling: can(({ tools }) => tools),
    supports_vision: can(({ images }) => images),
    supports_reasoning: can(({ thinking }) => thinking !== 'none'),
    supports_web_search: false,
    supports_url_context: false,
    supported_openai_params: paramsOf(context, members, cards),
    configurable_clientside_auth_params: null,
  };
}

function paramsOf(
  context: GatewayContext,
  members: readonly Deployment[],
  cards: readonly ModelCard[],
): readonly string[] {
  const all = cards.flatMap((card, index) => {
    const provider = context.providers.find(members[index]?.provider ?? '');
    return supportedOpenAiParams(card, provider?.relayChat !== undefined);
  });
  return [...new Set(all)];
}

function largest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

function sum(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
