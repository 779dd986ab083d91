import { type Container, ContainerRefusal, type Json } from './container.ts';

/** Parameters of TGI's `/generate`. */
const PARAMETERS = new Set([
  'best_of',
  'temperature',
  'repetition_penalty',
  'frequency_penalty',
  'top_k',
  'top_p',
  'typical_p',
  'do_sample',
  'max_new_tokens',
  'return_full_text',
  'stop',
  'truncate',
  'watermark',
  'details',
  'decoder_input_details',
  'seed',
  'top_n_tokens',
  'grammar',
]);

const MOST_TOKENS = 4096;

/** Hugging Face's text generation inference: it refuses what the real one refuses, and some it would overlook. */
export const TGI: Container = {
  check(body, stream) {
    const other = Object.keys(body).find((key) => !['inputs', 'parameters', 'stream'].includes(key));
    if (other !== undefined) refuse(`unknown field ${other}`);
    if (typeof body['inputs'] !== 'string' || body['inputs'] === '') refuse('`inputs` cannot be empty');
    if ((body['stream'] === true) !== stream) refuse('`stream` does not fit the operation');
    checkParameters((body['parameters'] ?? {}) as Json, String(body['inputs']));
  },
  echo: (body) => ({ text: `You said: ${String(body['inputs']).slice(-200)}` }),
  whole: ({ text = '' }) => [{ generated_text: text }],
  lines({ text = '', reason = 'eos_token', counts }) {
    const tokens = text.match(/\s*\S+|\s+$/g) ?? [];
    const line = (token: Json, last: Json = { generated_text: null, details: null }): string =>
      `data:${JSON.stringify({ index: 1, token: { id: 1, logprob: -0.1, special: false, ...token }, top_tokens: [], ...last })}\n\n`;
    const details = {
      finish_reason: reason,
      generated_tokens: counts?.output ?? tokens.length + 1,
      seed: null,
      ...(counts === undefined ? {} : { input_length: counts.input }),
    };
    return [
      ...tokens.map((token) => line({ text: token })),
      line({ text: '</s>', special: true }, { generated_text: text, details }),
    ];
  },
};

function checkParameters(parameters: Json, inputs: string): void {
  const other = Object.keys(parameters).find((key) => !PARAMETERS.has(key));
  if (other !== undefined) refuse(`unknown parameter ${other}`);
  const { temperature, top_p: topP, max_new_tokens: limit, stop } = parameters;
  if (temperature !== undefined && !(Number(temperature) > 0)) refuse('`temperature` must be strictly positive');
  if (topP !== undefined && !(Number(topP) > 0 && Number(topP) < 1)) refuse('`top_p` must be > 0.0 and < 1.0');
  if (limit !== undefined && !(Number(limit) > 0)) refuse('`max_new_tokens` must be strictly positive');
  if (stop !== undefined && !Array.isArray(stop)) refuse('`stop` must be a list');
  const total = Math.ceil(inputs.length / 4) + Number(limit ?? 20);
  if (total > MOST_TOKENS) {
    refuse(
      `\`inputs\` tokens + \`max_new_tokens\` must be <= ${MOST_TOKENS}. Given: ${total - Number(limit ?? 20)} \`inputs\` tokens and ${String(limit ?? 20)} \`max_new_tokens\``,
    );
  }
}

function refuse(words: string): never {
  throw new ContainerRefusal(422, { error: `Input validation error: ${words}`, error_type: 'validation' });
}
