import type { InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime';
import type { ChatRequest } from '../../../domain/chat.ts';
import type { DocumentObject } from '../documentValue.ts';
import { isClaudeFrom, type ModelTraits } from '../modelTraits.ts';
import type { ThinkingPlan } from './thinking.ts';

export interface InferenceTraits {
  readonly model: ModelTraits;
  readonly topK: boolean;
  /** The model refuses temperature, top_p and top_k whether it thinks or not. */
  readonly sampling: boolean;
  /** Tokens the model can write. */
  readonly maxOutputTokens: number | undefined;
}

export interface InferencePlan {
  readonly config: InferenceConfiguration | undefined;
  /** Sampling parameters that only `additionalModelRequestFields` can carry. */
  readonly fields: DocumentObject;
}

/**
 * Limits and sampling. The answer's limit is lowered to what the model can write and temperature and top_p to
 * Converse's ceiling of 1: the meaning is the same and Bedrock would refuse more.
 */
export function toInference(request: ChatRequest, thinking: ThinkingPlan, traits: InferenceTraits): InferencePlan {
  const sampling = traits.sampling && !thinking.dropsSampling;
  const temperature = sampling ? atMostOne(request.temperature) : undefined;
  // From version 4.1 on Claude takes one of the two.
  const oneOnly = temperature !== undefined && isClaudeFrom(traits.model, 4.1);
  const topP = !sampling || oneOnly ? undefined : atMostOne(request.topP);
  const stop = request.stop.filter((sequence) => sequence.trim() !== '');
  const config: InferenceConfiguration = {
    ...(thinking.maxTokens === undefined ? {} : { maxTokens: atMost(thinking.maxTokens, traits.maxOutputTokens) }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(stop.length === 0 ? {} : { stopSequences: stop }),
  };
  return {
    config: Object.keys(config).length === 0 ? undefined : config,
    fields: sampling ? topKFields(request.topK, traits) : {},
  };
}

function topKFields(topK: number | undefined, traits: InferenceTraits): DocumentObject {
  if (topK === undefined || !traits.topK) return {};
  if (traits.model.family === 'claude') return { top_k: topK };
  return traits.model.family === 'nova' ? { inferenceConfig: { topK } } : {};
}

function atMostOne(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.min(1, value);
}

function atMost(tokens: number, limit: number | undefined): number {
  return limit === undefined ? tokens : Math.min(tokens, limit);
}
