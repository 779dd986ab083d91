import type { Deployment } from '../../domain/deployment.ts';
import { fromUsdPerToken, type PriceTier } from '../../domain/pricing.ts';
import type { LitellmParams, ModelInfo } from '../schema/modelSchema.ts';

/** The prices written for a deployment, in pico-USD per token or second; `litellm_params` win over `model_info`. */
export function readPrice(params: LitellmParams, info: ModelInfo | undefined): Deployment['price'] {
  const price = {
    input: pico(params.input_cost_per_token ?? info?.input_cost_per_token),
    output: pico(params.output_cost_per_token ?? info?.output_cost_per_token),
    cacheRead: pico(params.cache_read_input_token_cost ?? info?.cache_read_input_token_cost),
    cacheWrite5m: pico(params.cache_creation_input_token_cost ?? info?.cache_creation_input_token_cost),
    cacheWrite1h: pico(
      params.cache_creation_input_token_cost_above_1hr ?? info?.cache_creation_input_token_cost_above_1hr,
    ),
    inputPerSecond: pico(params.input_cost_per_second ?? info?.input_cost_per_second),
    outputPerSecond: pico(params.output_cost_per_second ?? info?.output_cost_per_second),
    tiers: longPrompts(params, info),
  };
  return Object.values(price).some((part) => part !== undefined) ? price : undefined;
}

const LONG_PROMPT_TOKENS = 200_000;

function longPrompts(params: LitellmParams, info: ModelInfo | undefined): readonly PriceTier[] | undefined {
  const input = pico(params.input_cost_per_token_above_200k_tokens ?? info?.input_cost_per_token_above_200k_tokens);
  const output = pico(params.output_cost_per_token_above_200k_tokens ?? info?.output_cost_per_token_above_200k_tokens);
  return input === undefined && output === undefined ? undefined : [{ above: LONG_PROMPT_TOKENS, input, output }];
}

function pico(usdPerToken: number | undefined): number | undefined {
  return usdPerToken === undefined ? undefined : fromUsdPerToken(usdPerToken);
}
