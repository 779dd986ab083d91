import { OPENAI_COMPATIBLE } from './capabilityRow.ts';
import type { KnownModel } from './knownModel.ts';

/** The built-in models that need no account: free, so that the ledger shows a known cost of nothing. */
export function describeDemoModel(model: string): KnownModel {
  return {
    mode: model.includes('embedding') ? 'embedding' : 'chat',
    capabilities: { ...OPENAI_COMPATIBLE, thinking: 'none', structuredOutput: false },
    maxInputTokens: 128_000,
    maxOutputTokens: 8000,
    price: { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
    priceSource: 'demo',
  };
}
