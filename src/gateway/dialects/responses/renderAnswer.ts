import type { CollectedAnswer } from '../../../domain/chatAnswer.ts';
import { functionCallItem, itemId, messageItem, type OutputItem, reasoningItem, visible } from './outputItems.ts';
import type { StreamSetup } from './renderStream.ts';
import { incompleteReason, type ResponseBody, toResponseBody } from './responseBody.ts';

/** A whole answer as a `response` object: thinking, text, tool calls. */
export function renderResponse(answer: CollectedAnswer, setup: StreamSetup): ResponseBody {
  const reason = incompleteReason(answer.finishReason);
  const items = toItems(answer, setup.frame.id, reason !== undefined);
  const response = toResponseBody(setup.body, setup.frame, {
    status: reason === undefined ? 'completed' : 'incomplete',
    output: items.map((item) => visible(item, setup.wishes)),
    incompleteReason: reason,
    usage: answer.usage,
  });
  setup.onComplete(response, items);
  return response;
}

function toItems(answer: CollectedAnswer, responseId: string, incomplete: boolean): readonly OutputItem[] {
  const items: OutputItem[] = [];
  const idOf = (type: OutputItem['type']): string => itemId(responseId, type, items.length);
  for (const block of answer.thinking) items.push(reasoningItem(idOf('reasoning'), block));
  const calls = answer.toolCalls;
  // What was being written when the answer broke off is the last item.
  const textStatus = incomplete && calls.length === 0 ? 'incomplete' : 'completed';
  if (answer.text !== '') items.push(messageItem(idOf('message'), answer.text, textStatus));
  calls.forEach((call, index) => {
    const last = index === calls.length - 1;
    items.push(functionCallItem(idOf('function_call'), call, incomplete && last ? 'incomplete' : 'completed'));
  });
  return items;
}
