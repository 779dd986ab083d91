import type { ChatRequest } from '../../../domain/chat.ts';

/** What a request looks like without a parameter, by the parameter's name on the wire. */
const WITHOUT: Readonly<Record<string, Partial<ChatRequest>>> = {
  temperature: { temperature: undefined },
  top_p: { topP: undefined },
  top_k: { topK: undefined },
  max_tokens: { maxTokens: undefined },
  max_completion_tokens: { maxTokens: undefined },
  stop: { stop: [] },
  thinking: { reasoning: undefined },
  reasoning_effort: { reasoning: undefined },
  response_format: { responseFormat: undefined },
  parallel_tool_calls: { parallelToolCalls: undefined },
  tool_choice: { toolChoice: undefined },
  tools: { tools: [], toolChoice: undefined },
};

/** The request without the parameters that `additional_drop_params` names. */
export function withoutParameters(request: ChatRequest, names: readonly string[]): ChatRequest {
  if (names.length === 0) return request;
  const extra = Object.fromEntries(Object.entries(request.extra).filter(([name]) => !names.includes(name)));
  return Object.assign({ ...request, extra }, ...names.map((name) => WITHOUT[name]));
}
