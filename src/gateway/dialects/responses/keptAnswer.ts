import type { AssistantPart } from '../../../domain/chat.ts';
import { type Conversation, ConversationBuilder } from './conversation.ts';
import { unpackThinking } from './encryptedContent.ts';
import type { OutputItem } from './outputItems.ts';

/** The conversation with an answer of ours at its end. Total, whatever the model wrote. */
export function withAnswer(conversation: Conversation, items: readonly OutputItem[]): Conversation {
  const parts = items.flatMap(toParts);
  if (parts.length === 0) return conversation;
  const builder = new ConversationBuilder(conversation);
  builder.addAssistant(parts);
  return builder.conversation;
}

function toParts(item: OutputItem): readonly AssistantPart[] {
  switch (item.type) {
    case 'message':
      return item.content.map(({ text }): AssistantPart => ({ type: 'text', text }));
    case 'function_call':
      return [{ type: 'tool-call', id: item.call_id, name: item.name, arguments: item.arguments }];
    default: {
      const thinking = unpackThinking(item.encrypted_content ?? '');
      return thinking === undefined ? [] : [thinking];
    }
  }
}
