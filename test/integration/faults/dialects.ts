/** How a client of each dialect asks, and what it takes for an end or an error. */
export interface Dialect {
  readonly name: string;
  readonly path: string;
  body(model: string, stream: boolean): Readonly<Record<string, unknown>>;
  /** What only an answer that ended well holds. */
  readonly streamEnd: RegExp;
  readonly wholeEnd: RegExp;
  /** The error at the end of a stream. */
  readonly streamError: RegExp;
}

export const DIALECTS: readonly Dialect[] = [
  {
    name: 'chat',
    path: '/v1/chat/completions',
    body: (model, stream) => ({ model, stream, messages: [{ role: 'user', content: 'Hello' }] }),
    streamEnd: /\[DONE\]|"finish_reason":"stop"/,
    wholeEnd: /"finish_reason":"stop"/,
    streamError: /data: \{"error":\{[^\n]*\}\}\n\n$/,
  },
  {
    name: 'messages',
    path: '/v1/messages',
    body: (model, stream) => ({ model, stream, max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] }),
    streamEnd: /message_stop|"stop_reason":"end_turn"/,
    wholeEnd: /"stop_reason":"end_turn"/,
    streamError: /event: error\ndata: \{"type":"error",[^\n]*\}\n\n$/,
  },
  {
    name: 'responses',
    path: '/v1/responses',
    body: (model, stream) => ({ model, stream, input: 'Hello' }),
    streamEnd: /response\.completed/,
    wholeEnd: /"status":"completed","/,
    streamError: /event: (?:response\.failed|error)\ndata: [^\n]*\n\n$/,
  },
  {
    name: 'completions',
    path: '/v1/completions',
    body: (model, stream) => ({ model, stream, prompt: 'Hello' }),
    streamEnd: /\[DONE\]|"finish_reason":"stop"/,
    wholeEnd: /"finish_reason":"stop"/,
    streamError: /data: \{"error":\{[^\n]*\}\}\n\n$/,
  },
];
