import { thinkingOf } from '../wire.ts';
import type { Rule } from './rule.ts';

const PREFIX = 'The model returned the following errors: ';

export const thinkingParameters: Rule = (request, model) => {
  const thinking = thinkingOf(request);
  const config = request.inferenceConfig ?? {};
  const topK = request.additionalModelRequestFields?.['top_k'];
  if (model.sampling === 'none' && [config.temperature, config.topP, topK].some((value) => value !== undefined)) {
    return `${PREFIX}\`temperature\` and \`top_p\` are deprecated for this model.`;
  }
  const nova = request.additionalModelRequestFields?.['reasoningConfig'];
  if (typeof nova === 'object' && nova !== null && 'maxReasoningEffort' in nova && nova.maxReasoningEffort === 'high') {
    const limited = [config.maxTokens, config.temperature, config.topP].some((value) => value !== undefined);
    if (limited)
      return 'The model returned the following errors: maxTokens, temperature and topP must be unset when maxReasoningEffort is high.';
  }
  if (thinking === undefined) return undefined;
  if (model.thinking === 'none' || model.thinking === 'always')
    return `${PREFIX}thinking: Extra inputs are not permitted`;
  if (thinking.type === 'enabled' && model.thinking === 'adaptive') {
    return `${PREFIX}"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.`;
  }
  if (thinking.type === 'adaptive' && model.thinking === 'budget')
    return `${PREFIX}adaptive thinking is not supported on this model`;
  return budgetRefusal(thinking, config.maxTokens) ?? samplingRefusal(request);
};

function budgetRefusal(
  thinking: { type?: unknown; budget_tokens?: unknown },
  maxTokens: number | undefined,
): string | undefined {
  if (thinking.type !== 'enabled') return undefined;
  const budget = thinking.budget_tokens;
  if (typeof budget !== 'number' || budget < 1024) {
    return `${PREFIX}thinking.enabled.budget_tokens: Input should be greater than or equal to 1024`;
  }
  return budget >= (maxTokens ?? 4096)
    ? `${PREFIX}\`max_tokens\` must be greater than \`thinking.budget_tokens\`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size`
    : undefined;
}

function samplingRefusal(request: Parameters<Rule>[0]): string | undefined {
  const config = request.inferenceConfig ?? {};
  if (config.temperature !== undefined && config.temperature !== 1) {
    return `${PREFIX}\`temperature\` may only be set to 1 when thinking is enabled.`;
  }
  if (config.topP !== undefined && config.topP < 0.95) {
    return `${PREFIX}\`top_p\` must be greater than or equal to 0.95 or unset when thinking is enabled.`;
  }
  if (request.additionalModelRequestFields?.['top_k'] !== undefined) {
    return `${PREFIX}\`top_k\` must be unset when thinking is enabled.`;
  }
  const choice = request.toolConfig?.toolChoice;
  return choice?.any !== undefined || choice?.tool !== undefined
    ? `${PREFIX}Thinking may not be enabled when tool_choice forces tool use.`
    : undefined;
}
