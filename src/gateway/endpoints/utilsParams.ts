import type { ModelCard } from '../../domain/capabilities.ts';

const EVERY_CHAT = [
  ...['stream', 'stream_options', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'stop'],
  ...['response_format', 'user'],
];
const TOOLS = ['tools', 'tool_choice', 'parallel_tool_calls'];
/** What only a server of OpenAI's own dialect takes: it gets the body as it came. */
const RELAYED = [
  ...['n', 'seed', 'logprobs', 'top_logprobs', 'logit_bias', 'frequency_penalty', 'presence_penalty'],
  ...['modalities', 'prediction', 'audio', 'web_search_options', 'functions', 'function_call', 'service_tier'],
];
const EMBEDDING = ['dimensions', 'encoding_format', 'user'];

/** Names of OpenAI's parameters that reach this model. `relays`: its provider speaks OpenAI's dialect itself. */
export function supportedOpenAiParams({ mode, capabilities }: ModelCard, relays: boolean): readonly string[] {
  if (mode === 'embedding') return EMBEDDING;
  const thinks = capabilities.thinking !== 'none' && capabilities.thinking !== 'always';
  return [
    ...EVERY_CHAT,
    ...(capabilities.tools ? TOOLS : []),
    ...(thinks ? ['reasoning_effort', 'thinking'] : []),
    ...(relays ? RELAYED : ['service_tier']),
  ];
}
