import { type Container, type ContainerAnswer, ContainerRefusal, type Json } from './container.ts';

const KNOWN = new Set([
  'model',
  'messages',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'seed',
  'n',
]);

/** A container that speaks OpenAI's chat completions, such as TGI's Messages API or vLLM. */
export const MESSAGES_API: Container = {
  check(body, stream) {
    const other = Object.keys(body).find((key) => !KNOWN.has(key));
    if (other !== undefined) refuse(`Extra inputs are not permitted: ${other}`);
    if (typeof body['model'] !== 'string') refuse('missing field `model`');
    if (!Array.isArray(body['messages']) || body['messages'].length === 0) refuse('missing field `messages`');
    if ((body['stream'] === true) !== stream) refuse('`stream` does not fit the operation');
  },
  echo(body) {
    const last = (body['messages'] as readonly Json[]).at(-1)?.['content'];
    return { text: `You said: ${typeof last === 'string' ? last.slice(0, 200) : 'several things'}` };
  },
  whole: (answer, body) => ({
    ...head(body, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.text ?? null, ...callsOf(answer) },
        finish_reason: reasonOf(answer),
      },
    ],
    ...usageOf(answer),
  }),
  lines(answer, body) {
    const chunk = (rest: Json): string =>
      `data: ${JSON.stringify({ ...head(body, 'chat.completion.chunk'), ...rest })}\n\n`;
    const choice = (delta: Json, reason: string | null = null): string =>
      chunk({ choices: [{ index: 0, delta, finish_reason: reason }] });
    const asked = (body['stream_options'] as Json | undefined)?.['include_usage'] === true;
    return [
      choice({ role: 'assistant', content: '' }),
      ...[...(answer.text ?? '')].map((character) => choice({ content: character })),
      ...(answer.toolCalls === undefined ? [] : [choice(callsOf(answer))]),
      choice({}, reasonOf(answer)),
      ...(asked && answer.counts !== undefined ? [chunk({ choices: [], ...usageOf(answer) })] : []),
      'data: [DONE]\n\n',
    ];
  },
};

function head(body: Json, object: string): Json {
  return { id: 'chatcmpl-sim', object, created: 1, model: body['model'] };
}

function callsOf({ toolCalls }: ContainerAnswer): Json {
  if (toolCalls === undefined) return {};
  return {
    tool_calls: toolCalls.map(({ id, ...call }, index) => ({ index, id, type: 'function', function: call })),
  };
}

function reasonOf({ reason, toolCalls }: ContainerAnswer): string {
  return reason ?? (toolCalls === undefined ? 'stop' : 'tool_calls');
}

function usageOf({ counts }: ContainerAnswer): Json {
  if (counts === undefined) return {};
  const { input, output } = counts;
  return { usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output } };
}

function refuse(words: string): never {
  throw new ContainerRefusal(400, { error: { message: words, type: 'BadRequestError', code: 400 } });
}
