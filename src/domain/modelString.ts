/** Providers that `litellm_params.model` may begin with. */
export const KNOWN_PROVIDERS = ['bedrock', 'bedrock_mantle', 'openai', 'sagemaker', 'sagemaker_chat', 'demo'] as const;

const BEDROCK_ROUTES = new Set([
  'converse',
  'invoke',
  'converse_like',
  'nova',
  'agent',
  'agentcore',
  'async_invoke',
  'openai',
]);

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const OPENAI_NAME = /^(?:gpt-|chatgpt-|o[134](?:-|$)|text-embedding-|ft:gpt-|codex-)/;
const BEDROCK_NAME =
  /^(?:(?:us|us-gov|eu|apac|au|jp|ca|global)\.)?(?:anthropic|amazon|meta|mistral|deepseek|cohere|ai21|openai|qwen|writer)\.|^arn:aws[\w-]*:bedrock:/;

export interface ModelName {
  readonly provider: string;
  readonly route: string | undefined;
  /** Region inside the string: `bedrock/us-west-2/…` or an ARN. */
  readonly region: string | undefined;
  readonly model: string;
  /** The provider was not written, but guessed from a well-known name. */
  readonly inferred: boolean;
}

export type ModelNameProblem =
  | { readonly problem: 'unknown-provider'; readonly provider: string }
  | { readonly problem: 'missing-provider' };

/**
 * Takes `provider/[route/][region/]model` apart, as LiteLLM's get_llm_provider and its Bedrock routes do. The model
 * may contain slashes (ARNs). `customProvider` stands in where the string does not begin with a provider.
 */
export function parseModelName(written: string, customProvider: string | undefined): ModelName | ModelNameProblem {
  const slash = written.indexOf('/');
  const prefix = slash === -1 ? undefined : written.slice(0, slash);
  if (customProvider !== undefined) {
    const rest = prefix === customProvider ? written.slice(slash + 1) : written;
    return isKnown(customProvider)
      ? split(customProvider, rest, false)
      : { problem: 'unknown-provider', provider: customProvider };
  }
  if (prefix !== undefined && isKnown(prefix)) return split(prefix, written.slice(slash + 1), false);
  const guess = guessProvider(written);
  if (guess !== undefined) return split(guess, written, true);
  return prefix === undefined ? { problem: 'missing-provider' } : { problem: 'unknown-provider', provider: prefix };
}

function split(provider: string, rest: string, inferred: boolean): ModelName {
  if (provider !== 'bedrock') return { provider, route: undefined, region: undefined, model: rest, inferred };
  const routed = takeSegment(rest, (segment) => BEDROCK_ROUTES.has(segment));
  const placed = takeSegment(routed.rest, (segment) => REGION.test(segment));
  const region = placed.segment ?? regionOfArn(placed.rest);
  return { provider, route: routed.segment, region, model: placed.rest, inferred };
}

function takeSegment(text: string, matches: (segment: string) => boolean) {
  const slash = text.indexOf('/');
  const segment = text.slice(0, Math.max(slash, 0));
  return slash > 0 && matches(segment) ? { segment, rest: text.slice(slash + 1) } : { segment: undefined, rest: text };
}

/** `arn:aws:bedrock:us-east-1:…` */
export function regionOfArn(model: string): string | undefined {
  if (!model.startsWith('arn:')) return undefined;
  const region = model.split(':')[3];
  return region === undefined || region === '' ? undefined : region;
}

function guessProvider(written: string): string | undefined {
  if (BEDROCK_NAME.test(written)) return 'bedrock';
  return OPENAI_NAME.test(written) ? 'openai' : undefined;
}

function isKnown(provider: string): boolean {
  return KNOWN_PROVIDERS.some((known) => known === provider);
}
