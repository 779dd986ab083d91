import type { ModelCard } from '../../../domain/capabilities.ts';
import type { Deployment } from '../../../domain/deployment.ts';
import { routingTable } from '../../../domain/routing/routingTable.ts';
import type { DeploymentSummary, ModelGroup } from '../../../protocol/api.ts';
import type { GatewayContext } from '../../context.ts';

const PICO_PER_TOKEN_PER_USD_PER_MILLION = 1e6;

/** The model groups with their deployments and fallbacks, as the tree and the dashboard show them. */
export function toModelGroups(context: GatewayContext): ModelGroup[] {
  const { router } = context.settings.current;
  return [...routingTable(context.settings.current).groups].map(([name, members]) => ({
    name,
    deployments: members.map((deployment) => toDeployment(context, deployment)),
    fallbacks: [...(router.fallbacks[name] ?? router.fallbacks['*'] ?? router.defaultFallbacks)].filter(
      (group) => group !== name,
    ),
    aliases: Object.entries(router.aliases)
      .filter(([, alias]) => alias.group === name && !alias.hidden)
      .map(([alias]) => alias),
  }));
}

function toDeployment(context: GatewayContext, deployment: Deployment): DeploymentSummary {
  const card = context.catalog.describe(deployment);
  const provider = context.providers.find(deployment.provider);
  const endpoint = provider?.endpoint(deployment);
  const coolingUntil = context.cooldowns.until(deployment.id);
  return {
    id: deployment.id,
    provider: deployment.provider,
    model: deployment.model,
    region: endpoint?.region ?? null,
    apiBase: endpoint?.apiBase ?? null,
    health: provider === undefined ? 'unavailable' : coolingUntil === undefined ? 'ready' : 'cooling',
    coolingUntil: coolingUntil ?? null,
    inputPrice: perMillion(card.price?.input),
    outputPrice: perMillion(card.price?.output),
    cacheReadPrice: perMillion(card.price?.cacheRead),
    cacheWritePrice: perMillion(card.price?.cacheWrite5m),
    maxInputTokens: card.maxInputTokens ?? null,
    maxOutputTokens: card.maxOutputTokens ?? null,
    mode: card.mode,
    supports: toSupports(card),
    source: deployment.source ?? null,
  };
}

/** What conversations may hold; there are none with a model for embeddings. */
function toSupports({ mode, capabilities }: ModelCard): DeploymentSummary['supports'] {
  const chats = mode === 'chat';
  return {
    tools: chats && capabilities.tools,
    images: chats && capabilities.images,
    documents: chats && capabilities.documents,
    thinking: chats && capabilities.thinking !== 'none',
    promptCaching: chats && capabilities.caching !== undefined,
  };
}

function perMillion(pico: number | undefined): number | null {
  return pico === undefined ? null : pico / PICO_PER_TOKEN_PER_USD_PER_MILLION;
}
