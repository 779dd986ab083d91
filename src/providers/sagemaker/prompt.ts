import type { ChatMessage, ChatRequest, UserPart } from '../../domain/chat.ts';
import { badRequest } from './badRequest.ts';
import type { PromptRole, PromptTemplate } from './promptTemplates.ts';

interface Said {
  readonly role: PromptRole;
  readonly text: string;
}

/**
 * A conversation as one text, for containers that only continue texts. Without a template the texts are joined by a space
 * (LiteLLM's rule). Throws `bad-request` for images and documents.
 */
export function toPrompt(request: ChatRequest, template: PromptTemplate | undefined): string {
  const system = request.system.map(({ text }) => text).join('\n\n');
  const said = [
    ...(system === '' ? [] : [{ role: 'system' as const, text: system }]),
    ...request.messages.flatMap(toSaid),
  ];
  return template === undefined ? said.map(({ text }) => text).join(' ') : fill(template, said);
}

/** A turn that begins with the system or the user opens with the template's first token, an assistant's ends with its last. */
function fill(template: PromptTemplate, said: readonly Said[]): string {
  const { bosToken = '', eosToken = '', roles } = template;
  let prompt = template.initial ?? '';
  let isOpen = false;
  for (const { role, text } of said) {
    if (role !== 'assistant' && !isOpen) {
      prompt += bosToken;
      isOpen = true;
    }
    prompt += `${roles[role]?.before ?? ''}${text}${roles[role]?.after ?? ''}`;
    if (role === 'assistant') {
      prompt += eosToken;
      isOpen = false;
    }
  }
  return prompt + (template.final ?? '');
}

function toSaid(message: ChatMessage): readonly Said[] {
  const texts: readonly string[] =
    message.role === 'user'
      ? message.content.flatMap(userText)
      : message.content.flatMap((part) => {
          if (part.type === 'text') return [part.text];
          return part.type === 'tool-call' ? [`${part.name}(${part.arguments})`] : [];
        });
  const text = texts.join('\n');
  return text === '' ? [] : [{ role: message.role, text }];
}

function userText(part: UserPart): readonly string[] {
  if (part.type === 'text') return [part.text];
  if (part.type === 'tool-result') return part.content.flatMap(userText);
  throw badRequest(
    `This endpoint continues texts; it takes no ${part.type}. Use sagemaker_chat/<endpoint> for a container that speaks OpenAI's dialect.`,
    'messages',
  );
}
