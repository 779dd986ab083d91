import type { ModelCapabilities } from '../domain/capabilities.ts';
import { OPENAI_COMPATIBLE } from './capabilityRow.ts';
import type { KnownModel } from './knownModel.ts';
import { findTableEntry, PRICE_TABLE_SOURCE } from './priceTable.ts';

const OPENAI_HOST = 'api.openai.com';
/** Families that take `reasoning_effort` at OpenAI itself; the others refuse it. Source: OpenAI "Reasoning models". */
const REASONS = /^(?:o\d|gpt-[5-9]|gpt-oss|codex)/;
const EMBEDS = /embed/i;

/**
 * A model behind an OpenAI-compatible server. Only OpenAI itself has known prices: what another server costs is for the
 * config to say. `apiBase` undefined is OpenAI's own.
 */
export function describeOpenaiModel(model: string, apiBase: string | undefined, at: number | undefined): KnownModel {
  const own = isOpenai(apiBase);
  const entry = own ? findTableEntry('openai', model.toLowerCase(), at) : undefined;
  return {
    mode: EMBEDS.test(model) ? 'embedding' : 'chat',
    capabilities: own ? ownCapabilities(model) : OPENAI_COMPATIBLE,
    maxInputTokens: entry?.contextWindow,
    maxOutputTokens: undefined,
    price: entry?.price,
    priceSource: PRICE_TABLE_SOURCE,
  };
}

function ownCapabilities(model: string): ModelCapabilities {
  return { ...OPENAI_COMPATIBLE, thinking: REASONS.test(model) ? 'effort' : 'none', topK: false };
}

function isOpenai(apiBase: string | undefined): boolean {
  if (apiBase === undefined) return true;
  return URL.canParse(apiBase) && new URL(apiBase).hostname === OPENAI_HOST;
}
