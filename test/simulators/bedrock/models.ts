import type { CachingTraits, ModelCard, ThinkingStyle } from '../../../src/domain/capabilities.ts';

/** A model as the simulated service knows it. */
export interface SimulatedModel {
  /** The bare id. */
  readonly id: string;
  readonly family: 'claude' | 'nova' | 'other';
  /** Served through inference profiles only. */
  readonly profileOnly: boolean;
  /** Has no inference profile but the global one. */
  readonly globalOnly?: boolean;
  readonly maxOutputTokens: number;
  readonly thinking: ThinkingStyle;
  readonly caching: CachingTraits | undefined;
  readonly images: boolean;
  readonly documents: boolean;
  /** Converse: in tool results Claude and Nova take images. */
  readonly imagesInToolResults: boolean;
  /** False: refuses a system text. */
  readonly system?: false;
  readonly tools: boolean;
  readonly forcedToolChoice: readonly ('any' | 'tool')[];
  /** Refuses temperature together with top_p. */
  readonly oneSampling: boolean;
  /** Refuses temperature, top_p and top_k. */
  readonly sampling?: 'none';
  /** False: refuses a conversation that ends with the assistant. */
  readonly prefill?: false;
}

const CLAUDE_CACHE: CachingTraits = {
  maxPoints: 4,
  minTokens: 1024,
  places: ['system', 'messages', 'tools'],
  oneHour: false,
};
const CLAUDE_45_CACHE: CachingTraits = { ...CLAUDE_CACHE, oneHour: true };
const NOVA_CACHE: CachingTraits = { maxPoints: 4, minTokens: 1024, places: ['system', 'messages'], oneHour: false };

function claude(id: string, traits: Partial<SimulatedModel>): SimulatedModel {
  return {
    id,
    family: 'claude',
    profileOnly: true,
    maxOutputTokens: 64_000,
    thinking: 'budget',
    caching: CLAUDE_CACHE,
    images: true,
    documents: true,
    imagesInToolResults: true,
    tools: true,
    forcedToolChoice: ['any', 'tool'],
    oneSampling: false,
    ...traits,
  };
}

const OTHER: Omit<SimulatedModel, 'id'> = {
  family: 'other',
  profileOnly: true,
  maxOutputTokens: 8192,
  thinking: 'none',
  caching: undefined,
  images: false,
  documents: false,
  imagesInToolResults: false,
  tools: true,
  forcedToolChoice: [],
  oneSampling: false,
};

export const SIMULATED_MODELS: readonly SimulatedModel[] = [
  claude('anthropic.claude-3-5-sonnet-20240620-v1:0', {
    profileOnly: false,
    maxOutputTokens: 4096,
    thinking: 'none',
    caching: undefined,
  }),
  claude('anthropic.claude-3-5-sonnet-20241022-v2:0', { profileOnly: false, maxOutputTokens: 8192, thinking: 'none' }),
  claude('anthropic.claude-3-7-sonnet-20250219-v1:0', {}),
  claude('anthropic.claude-opus-4-20250514-v1:0', { maxOutputTokens: 32_000 }),
  claude('anthropic.claude-opus-4-1-20250805-v1:0', { maxOutputTokens: 32_000, oneSampling: true }),
  claude('anthropic.claude-sonnet-4-20250514-v1:0', {}),
  claude('anthropic.claude-sonnet-4-5-20250929-v1:0', { caching: CLAUDE_45_CACHE, oneSampling: true }),
  claude('anthropic.claude-haiku-4-5-20251001-v1:0', { caching: CLAUDE_45_CACHE, oneSampling: true }),
  claude('anthropic.claude-opus-4-7-v1:0', {
    globalOnly: true,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    caching: { ...CLAUDE_45_CACHE, minTokens: 2048 },
    oneSampling: true,
    sampling: 'none',
    prefill: false,
  }),
  claude('anthropic.claude-opus-4-6-v1', {
    maxOutputTokens: 128_000,
    thinking: 'budget-or-adaptive',
    caching: { ...CLAUDE_45_CACHE, minTokens: 4096 },
    oneSampling: true,
    prefill: false,
  }),
  {
    ...OTHER,
    id: 'amazon.nova-pro-v1:0',
    family: 'nova',
    profileOnly: false,
    maxOutputTokens: 10_000,
    caching: NOVA_CACHE,
    images: true,
    documents: true,
    imagesInToolResults: true,
    forcedToolChoice: ['any', 'tool'],
  },
  { ...OTHER, id: 'deepseek.r1-v1:0', maxOutputTokens: 32_768, thinking: 'always', tools: false },
  { ...OTHER, id: 'meta.llama3-3-70b-instruct-v1:0', documents: true },
  claude('anthropic.claude-3-5-haiku-20241022-v1:0', {
    maxOutputTokens: 8192,
    thinking: 'none',
    caching: { ...CLAUDE_CACHE, minTokens: 2048 },
    images: false,
    imagesInToolResults: false,
  }),
  claude('anthropic.claude-sonnet-4-6', {
    thinking: 'budget-or-adaptive',
    caching: CLAUDE_45_CACHE,
    oneSampling: true,
    prefill: false,
  }),
  {
    ...OTHER,
    id: 'amazon.nova-2-lite-v1:0',
    family: 'nova',
    maxOutputTokens: 64_000,
    thinking: 'nova-effort',
    caching: NOVA_CACHE,
    images: true,
    documents: true,
    imagesInToolResults: true,
    forcedToolChoice: ['any', 'tool'],
  },
  { ...OTHER, id: 'mistral.mistral-large-2407-v1:0', profileOnly: false, documents: true, forcedToolChoice: ['any'] },
  { ...OTHER, id: 'openai.gpt-oss-120b-1:0', profileOnly: false, maxOutputTokens: 128_000, thinking: 'effort' },
  { ...OTHER, id: 'amazon.titan-text-express-v1', profileOnly: false, tools: false, system: false },
];

const PROFILE = /^(us|eu|apac|global|us-gov)\.(.+)$/;

export interface ModelLookup {
  readonly model: SimulatedModel;
  /** Named through an inference profile. */
  readonly viaProfile: boolean;
}

/** The model behind an id, a profile id or an ARN that ends in one; undefined as the service would refuse it. */
export function findModel(modelId: string): ModelLookup | undefined {
  const name = modelId.startsWith('arn:') ? (modelId.split('/').at(-1) ?? '') : modelId;
  const [, geography, bare] = PROFILE.exec(name) ?? [];
  const model = SIMULATED_MODELS.find((known) => known.id === (bare ?? name));
  if (model === undefined || (model.globalOnly === true && geography !== undefined && geography !== 'global'))
    return undefined;
  return { model, viaProfile: bare !== undefined };
}

export function simulatedModel(id: string): SimulatedModel {
  const found = findModel(id)?.model;
  if (found === undefined) throw new Error(`The simulator has no model ${id}.`);
  return found;
}

/** What the gateway's catalogue would say about a simulated model. */
export function toModelCard(model: SimulatedModel): ModelCard {
  return {
    mode: 'chat',
    maxInputTokens: 200_000,
    maxOutputTokens: model.maxOutputTokens,
    price: undefined,
    capabilities: {
      tools: model.tools,
      forcedToolChoice: model.forcedToolChoice,
      images: model.images,
      documents: model.documents,
      system: model.system !== false,
      thinking: model.thinking,
      caching: model.caching,
      structuredOutput: false,
      topK: model.family !== 'other',
      imagesInToolResults: model.imagesInToolResults,
      sampling: model.sampling,
      prefill: model.prefill,
    },
  };
}
