import { blocksOf } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

/** Guarded text needs a guardrail, and words. */
export const guardContent: Rule = (request) =>
  firstOf(blocksOf(request), ({ block, path }) => {
    if (block.guardContent === undefined) return undefined;
    if (request.guardrailConfig === undefined) return `guardContent at ${path} needs a guardrailConfig.`;
    return (block.guardContent.text?.text ?? '').trim() === ''
      ? `The text of guardContent at ${path} is blank.`
      : undefined;
  });
