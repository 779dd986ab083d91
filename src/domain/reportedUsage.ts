import type { TokenUsage } from './chat.ts';

/** A usage with what the provider reported beside it when the answer was over. */
export interface ReportedUsage extends TokenUsage {
  /** The service tier that served the request, where the provider names one: `default`, `flex`, `priority`. */
  readonly serviceTier?: string | undefined;
  /** The provider's own trace of a guardrail or a prompt router, as it came. Goes to the client, never to the ledger. */
  readonly trace?: unknown;
}
