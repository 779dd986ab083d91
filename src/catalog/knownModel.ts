import type { ModelCapabilities } from '../domain/capabilities.ts';
import type { PriceParts } from './priceParts.ts';

/** What the tables know about a model, before the config has its say. */
export interface KnownModel {
  readonly mode: 'chat' | 'embedding';
  readonly capabilities: ModelCapabilities;
  /** Tokens. */
  readonly maxInputTokens: number | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly price: PriceParts | undefined;
  /** Where the price comes from, for the ledger. */
  readonly priceSource: string;
}
