import type { TextPart, ToolResultPart } from '../../../domain/chat.ts';
import type { AssistantTurnPart, ToolUsePart, Turn, UserTurnPart } from './turns.ts';
import { isToolResult, isToolUse } from './turns.ts';

/** A result that answers no call, in words; its images and documents stay what they are. Wording as LiteLLM's. */
export function toolResultAsText(result: ToolResultPart): readonly UserTurnPart[] {
  const texts = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const text: TextPart = {
    type: 'text',
    text: `[tool result for ${result.toolCallId}: ${texts.join('\n')}]`,
    cacheControl: result.cacheControl ?? result.content.find((part) => part.cacheControl !== undefined)?.cacheControl,
  };
  return [...result.content.filter((part) => part.type !== 'text'), text];
}

function toolUseAsText(call: ToolUsePart): AssistantTurnPart {
  return {
    type: 'text',
    text: `[tool call ${call.id}: ${call.name}(${JSON.stringify(call.input)})]`,
    cacheControl: call.cacheControl,
  };
}

/** A conversation without tool blocks that still tells what was called: for a request that must not call any tool. */
export function withToolsAsText(turns: readonly Turn[]): readonly Turn[] {
  return turns.map((turn): Turn => {
    if (turn.role === 'user') {
      return {
        role: 'user',
        content: turn.content.flatMap((part) => (isToolResult(part) ? toolResultAsText(part) : [part])),
      };
    }
    return { role: 'assistant', content: turn.content.map((part) => (isToolUse(part) ? toolUseAsText(part) : part)) };
  });
}
