import type { ModelCapabilities, ModelCard } from '../domain/capabilities.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Clock, ModelCatalog } from '../domain/ports.ts';
import type { ModelPrice } from '../domain/pricing.ts';
import { describeBedrockModel, describeMantleModel } from './bedrockModel.ts';
import { TEXT_ONLY } from './capabilityRow.ts';
import { describeDemoModel } from './demoModel.ts';
import type { KnownModel } from './knownModel.ts';
import { applyModelInfo, infoBaseModel, infoMaxInputTokens, infoMaxOutputTokens, infoMode } from './modelInfo.ts';
import { describeOpenaiModel } from './openaiModel.ts';
import { isEmptyPrice, mergePrices, withCacheReads } from './priceParts.ts';

export interface ModelCatalogDependencies {
  /** Chooses among prices that changed on a date; without it the machine's date counts. */
  readonly clock?: Clock | undefined;
  /** Where `openai/` models go that have no `api_base`; undefined is OpenAI itself. */
  readonly openaiApiBase?: string | undefined;
}

/**
 * Knows models from tables that ship with the program; nothing is fetched. `model_info` and prices of the config come first.
 * A card is made once per deployment: settings are frozen, and a reload brings new deployments.
 */
export function createModelCatalog(dependencies: ModelCatalogDependencies = {}): ModelCatalog {
  const cards = new WeakMap<Deployment, ModelCard>();
  return {
    describe(deployment) {
      const known = cards.get(deployment);
      if (known !== undefined) return known;
      const card = toCard(deployment, describeKnown(deployment, dependencies));
      cards.set(deployment, card);
      return card;
    },
    priceAt(deployment, at) {
      return toCard(deployment, describeKnown(deployment, { ...dependencies, at })).price;
    },
  };
}

function describeKnown(
  deployment: Deployment,
  dependencies: ModelCatalogDependencies & { readonly at?: number },
): KnownModel {
  const at = dependencies.at ?? dependencies.clock?.now();
  switch (deployment.provider) {
    case 'bedrock':
      return describeBedrockModel(bedrockModelOf(deployment), at);
    case 'bedrock_mantle':
      return describeMantleModel(deployment.model, at);
    case 'demo':
      return describeDemoModel(deployment.model);
    case 'openai':
      return describeOpenaiModel(
        infoBaseModel(deployment.info) ?? deployment.model,
        deployment.apiBase ?? dependencies.openaiApiBase,
        at,
      );
    default:
      return describeSelfHosted(deployment);
  }
}

/** An application inference profile's ARN says nothing about its model; `base_model` or `litellm_params.model` does. */
function bedrockModelOf(deployment: Deployment): string {
  const opaque = deployment.model.includes(':application-inference-profile/');
  return infoBaseModel(deployment.info) ?? (opaque ? deployment.litellmModel : deployment.model);
}

/** SageMaker endpoints and the like, which are paid by the hour. `sagemaker/` only continues texts, others speak OpenAI's dialect. */
function describeSelfHosted(deployment: Deployment): KnownModel {
  const known = describeOpenaiModel(deployment.model, deployment.apiBase ?? '', undefined);
  const capabilities = deployment.provider === 'sagemaker' ? CONTINUES_TEXT : known.capabilities;
  return { ...known, price: undefined, capabilities: { ...capabilities, thinking: 'none' } };
}

const CONTINUES_TEXT: ModelCapabilities = { ...TEXT_ONLY, system: true, topK: true };

function toCard(deployment: Deployment, known: KnownModel): ModelCard {
  const info = deployment.info;
  return {
    mode: infoMode(info) ?? known.mode,
    maxInputTokens: infoMaxInputTokens(info) ?? known.maxInputTokens,
    maxOutputTokens: infoMaxOutputTokens(info) ?? known.maxOutputTokens,
    capabilities: applyModelInfo(known.capabilities, info),
    price: adjusted(priceOf(deployment, known), deployment),
  };
}

function adjusted(price: ModelPrice | undefined, { adjustment }: Deployment): ModelPrice | undefined {
  return price === undefined || adjustment === undefined ? price : { ...price, adjustment };
}

function priceOf(deployment: Deployment, known: KnownModel): ModelPrice | undefined {
  const table = known.price;
  const own = deployment.price;
  if (own === undefined || isEmptyPrice(own))
    return table === undefined ? undefined : { ...table, source: known.priceSource };
  const merged = withCacheReads(mergePrices(table ?? {}, own), own);
  return {
    ...merged,
    // Whoever writes a price down means the deployment, whatever tier serves it. Only Bedrock tells the tier.
    ...(deployment.provider === 'bedrock' ? { serviceTiers: { flex: own, priority: own } } : {}),
    source: table === undefined ? 'config' : `config, ${known.priceSource}`,
  };
}
