import type { ModelCapabilities } from '../../../../src/domain/capabilities.ts';
import type { ChatMessage, ChatRequest, ToolCallPart, ToolResultPart, UserPart } from '../../../../src/domain/chat.ts';
import type { Deployment } from '../../../../src/domain/deployment.ts';
import { toModelTraits } from '../../../../src/providers/bedrock/modelTraits.ts';
import { type PreparedRequest, toConverseRequest } from '../../../../src/providers/bedrock/request/converseRequest.ts';
import { withDefaults } from '../../../../src/providers/bedrock/request/defaults.ts';
import { cardOf, SONNET_37, toDeployment, toRequest } from '../../../simulators/bedrock/fixtures.ts';
import { toWireRequest, type WireRequest } from '../../../simulators/bedrock/wire.ts';

export interface PrepareOptions {
  readonly model?: string;
  readonly dropParams?: boolean;
  readonly capabilities?: Partial<ModelCapabilities>;
  readonly deployment?: Partial<Deployment>;
}

export function prepareRaw(overrides: Partial<ChatRequest>, options: PrepareOptions = {}): PreparedRequest {
  const model = options.model ?? SONNET_37;
  const request = withDefaults(toRequest(overrides), toDeployment(model, options.deployment));
  return toConverseRequest(request, {
    card: cardOf(model, options.capabilities),
    model: toModelTraits(model),
    dropParams: options.dropParams ?? false,
  });
}

/** A request as it goes over the wire. */
export function prepare(overrides: Partial<ChatRequest>, options: PrepareOptions = {}): WireRequest {
  return toWireRequest(prepareRaw(overrides, options).input);
}

export function user(...content: (string | UserPart)[]): ChatMessage {
  return {
    role: 'user',
    content: content.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
  };
}

export function assistant(
  ...content: (string | Exclude<ChatMessage, { role: 'user' }>['content'][number])[]
): ChatMessage {
  return {
    role: 'assistant',
    content: content.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
  };
}

export function toolCall(id: string, name = 'look', text = '{}', extra: Partial<ToolCallPart> = {}): ToolCallPart {
  return { type: 'tool-call', id, name, arguments: text, ...extra };
}

export function toolResult(toolCallId: string, text = 'seen', extra: Partial<ToolResultPart> = {}): ToolResultPart {
  return { type: 'tool-result', toolCallId, content: [{ type: 'text', text }], ...extra };
}
