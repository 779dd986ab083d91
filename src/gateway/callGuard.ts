import type { TokenUsage } from '../domain/chat.ts';
import type { Deployment } from '../domain/deployment.ts';

/** What was set aside for a call before it left: money, and a place among the requests of those who are limited. */
export interface CallGuard {
  /** What is left of the limits, for the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Sets enough aside for this deployment before it is tried. Throws where its budget has no room. Undefined where there is
   * nothing to wait for.
   */
  cover(deployment: Deployment): Promise<void> | undefined;
  /** Sets more aside once an answer outgrows what was. Undefined where there is nothing to wait for. */
  watch(outputTokens: number): Promise<void> | undefined;
  /** Gives back the place; the money is settled with the row. */
  end(usage: TokenUsage | undefined): void;
}
