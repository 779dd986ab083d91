import { firstOf, type Rule } from './rule.ts';

const CLAUDE = new Set(['thinking', 'top_k', 'anthropic_beta', 'output_config', 'tool_choice', 'tools']);
const NOVA = new Set(['inferenceConfig', 'reasoningConfig']);

/** The model itself refuses additional fields that it does not know. */
export const modelFields: Rule = (request, model) => {
  const known = model.family === 'claude' ? CLAUDE : NOVA;
  return firstOf(Object.keys(request.additionalModelRequestFields ?? {}), (key) => {
    if (model.family === 'other' || known.has(key)) return undefined;
    return model.family === 'claude'
      ? `The model returned the following errors: ${key}: Extra inputs are not permitted`
      : `Malformed input request: #: extraneous key [${key}] is not permitted, please reformat your input and try again.`;
  });
};
