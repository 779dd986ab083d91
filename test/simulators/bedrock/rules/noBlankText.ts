import { blocksOf } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

export const noBlankText: Rule = (request) => {
  const system = (request.system ?? []).map((block, at) => ({ text: block.text, path: `system.${at}` }));
  const inner = blocksOf(request).flatMap(({ block, path }) =>
    (block.toolResult?.content ?? []).map((part, at) => ({
      text: part.text,
      path: `${path}.toolResult.content.${at}`,
    })),
  );
  const texts = [...system, ...blocksOf(request).map(({ block, path }) => ({ text: block.text, path })), ...inner];
  return firstOf(texts, ({ text, path }) =>
    text !== undefined && text.trim() === ''
      ? `The text field in the ContentBlock object at ${path} is blank. Add text to the text field, and try again.`
      : undefined,
  );
};
