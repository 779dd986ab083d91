import type { ChatRequest, ReasoningRequest, ResponseFormat, TextPart } from '../../../domain/chat.ts';
import { say } from '../../../domain/noteTexts.ts';
import type { PreparationNote } from '../../../domain/spend.ts';
import { type ResponsesBody, responsesBodySchema, type TextFormatBody } from './bodySchema.ts';
import { type Conversation, EMPTY_CONVERSATION } from './conversation.ts';
import { readInput } from './inputItems.ts';
import { badField, readAs } from './readAs.ts';
import { planTools } from './tools.ts';

/** What a body is read with. */
export interface ParseContext {
  /** The conversation of a kept response; throws `bad-request` where there is none. */
  readonly findConversation: (responseId: string) => Conversation;
  readonly findItem: (itemId: string) => unknown;
  /** Takes down what was left out. */
  readonly note: (note: PreparationNote) => void;
  /** What cannot be done is left out rather than refused. */
  readonly dropParams: boolean;
}

export interface ParsedResponses {
  readonly request: ChatRequest;
  /** All that was said, this request's input included, its instructions not. */
  readonly conversation: Conversation;
}

/** Fields that ChatRequest names itself, and those that concern OpenAI's own service; the rest travels in `extra`. */
const NOT_EXTRA = new Set([
  ...['model', 'input', 'instructions', 'previous_response_id', 'tools', 'tool_choice', 'parallel_tool_calls'],
  ...[
    'max_output_tokens',
    'temperature',
    'top_p',
    'top_logprobs',
    'reasoning',
    'thinking',
    'text',
    'include',
    'metadata',
  ],
  ...['store', 'stream', 'stream_options', 'truncation', 'background', 'conversation', 'prompt', 'client_metadata'],
  ...['prompt_cache_key', 'prompt_cache_retention', 'prompt_cache_options', 'safety_identifier', 'max_tool_calls'],
  ...['context_management', 'moderation', 'service_tier'],
]);

/** OpenAI's Responses body to a ChatRequest. Throws `bad-request` that names the field. */
export function parseResponses(body: Readonly<Record<string, unknown>>, context: ParseContext): ParsedResponses {
  const responses = readAs(responsesBodySchema, body, '');
  refuseUnsupported(responses, context.dropParams);
  const leftOutItems: string[] = [];
  const previous = responses.previous_response_id ?? undefined;
  const conversation = readInput(responses.input ?? [], {
    history: previous === undefined ? EMPTY_CONVERSATION : context.findConversation(previous),
    findItem: context.findItem,
    leftOut: (type) => leftOutItems.push(type),
  });
  const { leftOut, ...tools } = planTools(responses);
  noteLeftOut(context, 'parameters-dropped', 'parameters-of-openai', openAiOnly(responses));
  noteLeftOut(context, 'parameters-dropped', 'tools-of-openai', leftOut);
  noteLeftOut(context, 'history-mended', 'items-of-openai', leftOutItems);
  if (conversation.messages.length === 0) throw badField('input', 'holds no message; send a text or at least one item');
  const request: ChatRequest = {
    model: responses.model ?? '',
    system: [...instructionsOf(responses), ...conversation.system],
    messages: conversation.messages,
    ...tools,
    parallelToolCalls: responses.parallel_tool_calls ?? undefined,
    maxTokens: responses.max_output_tokens ?? undefined,
    temperature: responses.temperature ?? undefined,
    topP: responses.top_p ?? undefined,
    stop: [],
    reasoning: toReasoning(responses),
    responseFormat: toResponseFormat(responses.text?.format ?? undefined),
    stream: responses.stream ?? false,
    extra: toExtra(responses),
  };
  return { request, conversation };
}

function instructionsOf({ instructions }: ResponsesBody): readonly TextPart[] {
  return typeof instructions === 'string' && instructions !== '' ? [{ type: 'text', text: instructions }] : [];
}

function toReasoning({ reasoning, thinking }: ResponsesBody): ReasoningRequest | undefined {
  const effort = reasoning?.effort ?? undefined;
  if (effort === undefined && (thinking === undefined || thinking === null)) return undefined;
  return { mode: thinking?.type, budgetTokens: thinking?.budget_tokens, effort };
}

function toResponseFormat(format: TextFormatBody | undefined): ResponseFormat | undefined {
  switch (format?.type) {
    case undefined:
      return undefined;
    case 'json_object':
      return { type: 'json-object' };
    case 'json_schema':
      return {
        type: 'json-schema',
        name: format.name ?? undefined,
        description: format.description ?? undefined,
        schema: format.schema,
        strict: format.strict ?? undefined,
      };
    default:
      return { type: 'text' };
  }
}

function toExtra(body: ResponsesBody): Readonly<Record<string, unknown>> {
  const extra = Object.entries(body).filter(([name, value]) => !NOT_EXTRA.has(name) && value !== null);
  const tier = body['service_tier'];
  if (typeof tier === 'string' && tier !== 'auto') extra.push(['service_tier', tier]);
  return Object.fromEntries(extra);
}

/** Parameters that shape an answer only on OpenAI's own service, where they ask for more than the default. */
function openAiOnly(body: ResponsesBody): readonly string[] {
  const { text, truncation, max_tool_calls: maxToolCalls, context_management: management, moderation } = body;
  const asked: Readonly<Record<string, boolean>> = {
    'text.verbosity': (text?.verbosity ?? 'medium') !== 'medium',
    truncation: truncation === 'auto',
    max_tool_calls: typeof maxToolCalls === 'number',
    context_management: Array.isArray(management) && management.length > 0,
    moderation: moderation !== undefined && moderation !== null,
  };
  return Object.keys(asked).filter((name) => asked[name]);
}

/** What would change the answer or its form and cannot be done here. */
function refuseUnsupported(body: ResponsesBody, dropParams: boolean): void {
  const { background, conversation, prompt } = body;
  if (background === true) throw badField('background', 'background responses are not supported; leave it out');
  if (conversation !== undefined && conversation !== null)
    throw badField('conversation', 'conversations are not kept here; use previous_response_id');
  if (prompt !== undefined && prompt !== null)
    throw badField('prompt', 'prompt templates live on OpenAI; send input and instructions');
  const logprobs = (body.top_logprobs ?? 0) > 0 || body.include?.includes('message.output_text.logprobs') === true;
  if (logprobs && !dropParams)
    throw badField('top_logprobs', 'not supported on this route. Leave it out, or set drop_params: true');
}

function noteLeftOut(
  context: ParseContext,
  code: PreparationNote['code'],
  text: 'parameters-of-openai' | 'tools-of-openai' | 'items-of-openai',
  names: readonly string[],
): void {
  if (names.length > 0) context.note({ code, detail: say(text, { names: [...new Set(names)].join(', ') }) });
}
