import type { ContentBlock, SystemContentBlock, Tool } from '@aws-sdk/client-bedrock-runtime';
import type { CacheControl } from '../../../domain/chat.ts';

/** A block with the client's wish for a cache point behind it. */
export interface Marked<Block> {
  readonly block: Block;
  readonly cache?: CacheControl | undefined;
}

export interface MarkedMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly Marked<ContentBlock>[];
}

/** A prompt before it is settled which of the wished cache points the model gets. */
export interface MarkedPrompt {
  readonly tools: readonly Marked<Tool>[];
  readonly system: readonly Marked<SystemContentBlock>[];
  readonly messages: readonly MarkedMessage[];
}
