import type { CapabilityRow } from './capabilityRow.ts';
import { OPENAI_COMPATIBLE, UNKNOWN_BEDROCK } from './capabilityRow.ts';
import { BEDROCK_CAPABILITIES } from './capabilityTable.ts';
import type { KnownModel } from './knownModel.ts';
import { isGlobalProfile, lastSegment, withoutProfilePrefix } from './modelId.ts';
import { completeCachePrices, listedBedrockPrice, OVERLAY_SOURCE, withLongContext } from './overlay.ts';
import type { PriceParts } from './priceParts.ts';
import type { TableEntry } from './priceTable.ts';
import { findTableEntry, PRICE_TABLE_SOURCE } from './priceTable.ts';

/** A Bedrock model by its id, inference profile id, or ARN that ends in one of these. */
export function describeBedrockModel(model: string, at: number | undefined): KnownModel {
  const id = lastSegment(model).toLowerCase();
  const bare = withoutProfilePrefix(id);
  const row = BEDROCK_CAPABILITIES.find((candidate) => candidate.pattern.test(bare));
  const entry = findBedrockEntry(id, bare, at);
  const listed = listedBedrockPrice(bare);
  const price = listed ?? entry?.price;
  return {
    mode: row?.mode ?? 'chat',
    capabilities: row?.capabilities ?? UNKNOWN_BEDROCK,
    maxInputTokens: entry?.contextWindow ?? row?.maxInputTokens,
    maxOutputTokens: row?.maxOutputTokens,
    price: price === undefined ? undefined : priceFor(price, bare, row),
    priceSource: listed === undefined ? PRICE_TABLE_SOURCE : OVERLAY_SOURCE,
  };
}

function priceFor(price: PriceParts, bare: string, row: CapabilityRow | undefined): PriceParts {
  return row?.capabilities.caching === undefined ? price : withLongContext(completeCachePrices(price, bare), bare);
}

/**
 * The table has an entry of its own for `global.` profiles, which cost 10 % less than a region's or a geography's from
 * Claude 4.5 on; its `regional.` entries must not stand in for a global one.
 */
function findBedrockEntry(id: string, bare: string, at: number | undefined): TableEntry | undefined {
  const exact = findTableEntry('aws', id, at);
  if (!isGlobalProfile(id)) return exact ?? findTableEntry('aws', bare, at);
  const entry = exact ?? findTableEntry('aws', bare, at);
  return entry?.id.startsWith('regional.') ? undefined : entry;
}

/**
 * A model on Bedrock's second endpoint: the same models under bare ids, spoken to in OpenAI's dialect. Prices are those of
 * the first, as in LiteLLM's public price map for the models that stand in both.
 */
export function describeMantleModel(model: string, at: number | undefined): KnownModel {
  const known = describeBedrockModel(model, at);
  const thinking = known.capabilities.thinking === 'effort' ? 'effort' : 'none';
  return { ...known, capabilities: { ...OPENAI_COMPATIBLE, thinking, topK: false } };
}
