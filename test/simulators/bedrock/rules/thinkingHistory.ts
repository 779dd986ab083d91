import { isIssuedRedaction, signThinking } from '../thinkingSignature.ts';
import { blocksOf, thinkingOf, type WireMessage, type WireReasoning } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

const PREFIX = 'The model returned the following errors: ';

/** Thinking that comes back must be the model's own, unaltered, and open the turn that the model goes on from. */
export const thinkingHistory: Rule = (request, model) => {
  const refused = firstOf(blocksOf(request), ({ block, path }) => {
    if (block.reasoningContent === undefined) return undefined;
    if (model.family !== 'claude' || model.thinking === 'none')
      return `This model doesn't support the reasoningContent field at ${path}.`;
    return checkReasoning(block.reasoningContent, path);
  });
  if (refused !== undefined) return refused;
  const messages = request.messages ?? [];
  return firstOf([...messages.entries()], ([at, message]) => endsInThinking(message, at)) ?? missingThinking(request);
};

function checkReasoning(reasoning: WireReasoning, path: string): string | undefined {
  if (reasoning.redactedContent !== undefined) {
    return isIssuedRedaction(reasoning.redactedContent)
      ? undefined
      : `${PREFIX}${path}: Invalid \`data\` in \`redacted_thinking\` block`;
  }
  const { text = '', signature } = reasoning.reasoningText ?? {};
  if (signature === undefined) return `${PREFIX}${path}.thinking.signature: Field required`;
  return signature === signThinking(text) ? undefined : `${PREFIX}${path}: Invalid \`signature\` in \`thinking\` block`;
}

function endsInThinking(message: WireMessage, at: number): string | undefined {
  const last = message.content.findLast((block) => block.cachePoint === undefined);
  return message.role === 'assistant' && last?.reasoningContent !== undefined
    ? `${PREFIX}messages.${at}: The final block in an assistant message cannot be \`thinking\`.`
    : undefined;
}

function missingThinking(request: Parameters<Rule>[0]): string | undefined {
  const messages = request.messages ?? [];
  const at = messages.findLastIndex((message) => message.role === 'assistant');
  const last = messages[at];
  if (thinkingOf(request)?.type !== 'enabled' || last === undefined) return undefined;
  const goesOn = at === messages.length - 1 || last.content.some((block) => block.toolUse !== undefined);
  if (!goesOn || last.content[0]?.reasoningContent !== undefined) return undefined;
  return `${PREFIX}messages.${at}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${last.content[0]?.toolUse === undefined ? 'text' : 'tool_use'}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks).`;
}
