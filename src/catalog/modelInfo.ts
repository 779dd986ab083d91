import type { CachingTraits, ModelCapabilities, ThinkingStyle } from '../domain/capabilities.ts';

type ModelInfo = Readonly<Record<string, unknown>>;

const DEFAULT_CACHING: CachingTraits = {
  maxPoints: 4,
  minTokens: 1024,
  places: ['system', 'messages', 'tools'],
  oneHour: false,
};

/** What `model_info` of the config says about a model, on top of what the tables know. */
export function applyModelInfo(known: ModelCapabilities, info: ModelInfo): ModelCapabilities {
  return {
    ...known,
    tools: flag(info, 'supports_function_calling') ?? known.tools,
    images: flag(info, 'supports_vision') ?? known.images,
    documents: flag(info, 'supports_pdf_input') ?? known.documents,
    system: flag(info, 'supports_system_messages') ?? known.system,
    structuredOutput: flag(info, 'supports_native_structured_output') ?? known.structuredOutput,
    prefill: flag(info, 'supports_assistant_prefill') ?? known.prefill,
    caching: caching(known.caching, flag(info, 'supports_prompt_caching')),
    thinking: thinking(known.thinking, flag(info, 'supports_reasoning')),
  };
}

/** `model_info.mode`; undefined where it is not set or names neither chat nor embeddings. */
export function infoMode(info: ModelInfo): 'chat' | 'embedding' | undefined {
  const mode = info['mode'];
  if (mode === 'embedding') return 'embedding';
  return mode === 'chat' || mode === 'completion' || mode === 'responses' ? 'chat' : undefined;
}

/** Tokens. `max_tokens` is LiteLLM's older name for the output limit. */
export function infoMaxOutputTokens(info: ModelInfo): number | undefined {
  return count(info, 'max_output_tokens') ?? count(info, 'max_tokens');
}

export function infoMaxInputTokens(info: ModelInfo): number | undefined {
  return count(info, 'max_input_tokens');
}

/** `model_info.base_model`: the model behind a name or an ARN that does not tell. */
export function infoBaseModel(info: ModelInfo): string | undefined {
  const base = info['base_model'];
  return typeof base === 'string' && base !== '' ? base : undefined;
}

function caching(known: CachingTraits | undefined, wanted: boolean | undefined): CachingTraits | undefined {
  if (wanted === undefined) return known;
  return wanted ? (known ?? DEFAULT_CACHING) : undefined;
}

function thinking(known: ThinkingStyle, wanted: boolean | undefined): ThinkingStyle {
  if (wanted === undefined) return known;
  if (!wanted) return 'none';
  return known === 'none' ? 'effort' : known;
}

function flag(info: ModelInfo, key: string): boolean | undefined {
  const value = info[key];
  return typeof value === 'boolean' ? value : undefined;
}

function count(info: ModelInfo, key: string): number | undefined {
  const value = info[key];
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}
