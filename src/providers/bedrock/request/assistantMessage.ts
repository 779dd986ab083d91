import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime';
import type { AssistantTurn, AssistantTurnPart } from '../conversation/turns.ts';
import type { Marked, MarkedMessage } from './marked.ts';
import { toTextBlock } from './textBlock.ts';
import type { ToolNames } from './toolNames.ts';

export function toAssistantMessage(turn: AssistantTurn, toolNames: ToolNames): MarkedMessage {
  return { role: 'assistant', content: turn.content.map((part) => toBlock(part, toolNames)) };
}

function toBlock(part: AssistantTurnPart, toolNames: ToolNames): Marked<ContentBlock> {
  switch (part.type) {
    case 'thinking':
      return { block: { reasoningContent: { reasoningText: { text: part.text, signature: part.signature } } } };
    case 'redacted-thinking':
      return { block: { reasoningContent: { redactedContent: new Uint8Array(Buffer.from(part.data, 'base64')) } } };
    case 'tool-use':
      return {
        block: { toolUse: { toolUseId: part.id, name: toolNames.toBedrock(part.name), input: part.input } },
        cache: part.cacheControl,
      };
    default:
      return { block: toTextBlock(part), cache: part.cacheControl };
  }
}
