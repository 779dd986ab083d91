import { isObject } from '../../domain/json.ts';

/** The words of an answer in any of the gateway's dialects, for a person to compare; JSON where it has none. */
export function answerText(answer: unknown): string {
  const words = [...chatWords(answer), ...messageWords(answer), ...responseWords(answer)];
  return words.length === 0 ? JSON.stringify(answer, null, 2) : `${words.join('\n\n')}\n`;
}

/** `choices[].message` with its text and its calls of tools. */
function chatWords(answer: unknown): readonly string[] {
  return listOf(answer, 'choices').flatMap((choice) => {
    const message = isObject(choice) ? choice['message'] : undefined;
    return [...textOf(choice, 'text'), ...textOf(message, 'content'), ...listOf(message, 'tool_calls').map(callText)];
  });
}

function messageWords(answer: unknown): readonly string[] {
  return listOf(answer, 'content').flatMap((block) => {
    if (isObject(block) && block['type'] === 'tool_use') return [`${block['name']}(${JSON.stringify(block['input'])})`];
    return textOf(block, 'text');
  });
}

function responseWords(answer: unknown): readonly string[] {
  return listOf(answer, 'output').flatMap((item) => {
    if (isObject(item) && item['type'] === 'function_call') return [`${item['name']}(${item['arguments']})`];
    return listOf(item, 'content').flatMap((part) => textOf(part, 'text'));
  });
}

function callText(call: unknown): string {
  const made = isObject(call) ? call['function'] : undefined;
  return isObject(made) ? `${made['name']}(${made['arguments']})` : JSON.stringify(call);
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

function textOf(value: unknown, key: string): readonly string[] {
  const text = isObject(value) ? value[key] : undefined;
  return typeof text === 'string' && text !== '' ? [text] : [];
}
