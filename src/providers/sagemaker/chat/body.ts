import type { ChatRequest } from '../../../domain/chat.ts';
import type { ProviderCall } from '../../../domain/ports.ts';
import { toChatBody } from '../../openai/chatBody.ts';
import { PROMPT_KEYS } from '../promptTemplates.ts';

/** Only tells OpenAI's own server from others; nothing is sent there. */
const NOT_OPENAI = new URL('https://runtime.sagemaker.amazonaws.com');

/** OpenAI's chat body. `model` is the endpoint's name, or `hf_model_name`, which vLLM compares with what it serves. */
export function toEndpointChatBody(
  request: ChatRequest,
  call: ProviderCall,
  endpointName: string,
): Readonly<Record<string, unknown>> {
  const { hf_model_name: named } = call.deployment.defaults;
  const body = Object.entries(toChatBody(request, call, NOT_OPENAI)).filter(([name]) => !PROMPT_KEYS.has(name));
  return { ...Object.fromEntries(body), model: typeof named === 'string' ? named : endpointName };
}
