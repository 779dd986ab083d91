import type { ModelCapabilities } from '../../../domain/capabilities.ts';
import type { ChatMessage } from '../../../domain/chat.ts';
import { badRequest } from '../badRequest.ts';
import type { ModelTraits } from '../modelTraits.ts';

/** What the model takes inside a user turn. The two `require…` throw `bad-request` that names the part. */
export interface PromptTraits {
  readonly imagesInToolResults: boolean;
  /** The model reads `toolResult.status` (Claude and Nova, says the Converse reference). */
  readonly toolResultStatus: boolean;
  requireImages(path: string): void;
  requireDocuments(path: string): void;
  /** Where an image or document stands in the client's request. */
  pathOf(part: object): string;
}

/** What this model takes in a user turn, and where the client's images and documents stand. */
export function toPromptTraits(
  capabilities: ModelCapabilities,
  model: ModelTraits,
  messages: readonly ChatMessage[],
): PromptTraits {
  const paths = mediaPaths(messages);
  return {
    imagesInToolResults: capabilities.imagesInToolResults,
    toolResultStatus: model.family !== 'other',
    requireImages: (path) => {
      if (!capabilities.images) throw badRequest(`${path}: this model does not take images.`, path);
    },
    requireDocuments: (path) => {
      if (!capabilities.documents) throw badRequest(`${path}: this model does not take documents.`, path);
    },
    pathOf: (part) => paths.get(part) ?? 'messages',
  };
}

function mediaPaths(messages: readonly ChatMessage[]): ReadonlyMap<object, string> {
  const paths = new Map<object, string>();
  messages.forEach((message, at) => {
    message.content.forEach((part, index) => {
      const path = `messages.${at}.content.${index}`;
      paths.set(part, path);
      if (part.type !== 'tool-result') return;
      part.content.forEach((inner, innerIndex) => {
        paths.set(inner, `${path}.content.${innerIndex}`);
      });
    });
  });
  return paths;
}
