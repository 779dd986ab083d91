import type { WireBlock } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

const FORMATS = new Set(['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md']);

export const documents: Rule = (request, model) =>
  firstOf(request.messages ?? [], (message) => {
    const own = message.content.filter((block) => block.document !== undefined);
    const inner = message.content
      .flatMap((block) => block.toolResult?.content ?? [])
      .filter((block) => block.document !== undefined);
    if (own.length + inner.length > 0 && !model.documents) return "This model doesn't support documents.";
    if (own.length > 0 && !message.content.some((block) => block.text !== undefined)) {
      return 'Add a text block to the message that contains a document and try again.';
    }
    return firstOf([...own, ...inner], checkDocument);
  });

function checkDocument(block: WireBlock): string | undefined {
  const { name = '', format = '' } = block.document ?? {};
  if (!FORMATS.has(format))
    return `Value '${format}' at document.format failed to satisfy constraint: Member must satisfy enum value set`;
  const valid = /^[a-zA-Z0-9()[\]\s-]{1,200}$/.test(name) && !/\s\s/.test(name);
  return valid
    ? undefined
    : `The file name ${name} can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.`;
}
