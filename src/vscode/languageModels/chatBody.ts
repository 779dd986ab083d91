import { toMessages } from './chatMessages.ts';
import type { Prompt, PromptMessage, PromptTool } from './promptParts.ts';

/** Parameters of OpenAI's and LiteLLM's that a calling extension may set; others it means for somebody else. */
const OPTIONS = new Set([
  'temperature',
  'top_p',
  'top_k',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'seed',
  'frequency_penalty',
  'presence_penalty',
  'parallel_tool_calls',
  'response_format',
  'reasoning_effort',
  'thinking',
  'metadata',
  'user',
]);

/** The body for the gateway's `/v1/chat/completions`, streamed. What the model does not take is left out there. */
export function toChatBody(prompt: Prompt): Record<string, unknown> {
  const options = Object.entries(prompt.options).filter(([name]) => OPTIONS.has(name));
  return {
    ...Object.fromEntries(options),
    model: prompt.model,
    messages: prompt.messages.flatMap(toMessages),
    ...toTools(prompt),
    stream: true,
    drop_params: true,
  };
}

/** The body for `/utils/token_counter`. */
export function toCountBody(model: string, text: string | PromptMessage): Record<string, unknown> {
  return typeof text === 'string' ? { model, prompt: text } : { model, messages: toMessages(text) };
}

function toTools({ tools, toolRequired }: Prompt): Record<string, unknown> {
  if (tools.length === 0) return {};
  return { tools: tools.map(toTool), tool_choice: toolRequired ? 'required' : 'auto' };
}

function toTool({ name, description, inputSchema }: PromptTool): Record<string, unknown> {
  const parameters = inputSchema ?? { type: 'object', properties: {} };
  return { type: 'function', function: { name, description, parameters } };
}
