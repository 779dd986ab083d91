import type { Rule } from './rule.ts';

export const inferenceLimits: Rule = (request, model) => {
  const { maxTokens, temperature, topP, stopSequences = [] } = request.inferenceConfig ?? {};
  if (maxTokens !== undefined && (!Number.isInteger(maxTokens) || maxTokens < 1)) {
    return "Value at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1";
  }
  if (maxTokens !== undefined && maxTokens > model.maxOutputTokens) {
    return `The maximum tokens you requested exceeds the model limit of ${model.maxOutputTokens}. Try again with a maximum tokens value that is lower than ${model.maxOutputTokens}.`;
  }
  for (const [name, value] of Object.entries({ temperature, topP })) {
    if (value !== undefined && (value < 0 || value > 1)) {
      return `Value '${value}' at 'inferenceConfig.${name}' failed to satisfy constraint: Member must have value less than or equal to 1`;
    }
  }
  if (model.oneSampling && temperature !== undefined && topP !== undefined) {
    return 'The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one.';
  }
  return stopSequences.some((stop) => stop.trim() === '')
    ? 'The model returned the following errors: stop_sequences: each stop sequence must contain non-whitespace'
    : undefined;
};
