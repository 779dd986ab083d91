import type { DeploymentSummary } from '../../../../src/protocol/api.ts';

/** The gateway's probe says "Hi": with what providers put around it, hardly more tokens than this go in. */
const PROBE_INPUT_TOKENS = 20;
const NANO_PER_USD = 1e9;
const TOKENS_PER_PRICE = 1e6;

/** The most that a test of a deployment should cost, nano-USD; undefined where its prices are not known. */
export function testPrice(
  deployment: Pick<DeploymentSummary, 'inputPrice' | 'outputPrice' | 'mode'>,
): number | undefined {
  const { inputPrice, outputPrice, mode } = deployment;
  if (inputPrice === null) return undefined;
  const output = mode === 'embedding' ? 0 : outputPrice;
  if (output === null) return undefined;
  return Math.ceil(((PROBE_INPUT_TOKENS * inputPrice + output) * NANO_PER_USD) / TOKENS_PER_PRICE);
}
