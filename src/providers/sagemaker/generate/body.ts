import type { ChatRequest } from '../../../domain/chat.ts';
import type { ProviderCall } from '../../../domain/ports.ts';
import { isGatewayParameter } from '../../openai/gatewayParameters.ts';
import { badRequest } from '../badRequest.ts';
import { toPrompt } from '../prompt.ts';
import { PROMPT_KEYS, type PromptTemplate } from '../promptTemplates.ts';

type Json = Readonly<Record<string, unknown>>;

export interface GenerateBody {
  readonly inputs: string;
  readonly parameters: Json;
  readonly stream?: true;
}

/** TGI refuses a temperature or a top_p of 0; this is as near as LiteLLM goes. */
const NEARLY_ZERO = 0.01;

/** No container that continues texts takes them. */
const CHAT_ONLY = new Set([
  'frequency_penalty',
  'presence_penalty',
  'logit_bias',
  'logprobs',
  'top_logprobs',
  'modalities',
  'audio',
  'prediction',
  'functions',
  'function_call',
  'web_search_options',
]);
const IGNORED = new Set(['user', 'metadata', 'stream_options', 'store', 'client_metadata', 'safety_identifier']);

/**
 * A body in the format of Hugging Face's TGI, `{inputs, parameters}`, as LiteLLM writes it. Throws `bad-request` for what
 * such a container cannot do, unless it is to be dropped, which is noted.
 */
export function toGenerateBody(
  request: ChatRequest,
  call: ProviderCall,
  template: PromptTemplate | undefined,
): GenerateBody {
  refuseUnsupported(request, call);
  const { additionalDropParams } = call.deployment;
  const parameters = Object.entries(toParameters(request, call)).filter(
    ([name, value]) => value !== undefined && !additionalDropParams.includes(name),
  );
  return {
    inputs: toPrompt(request, template),
    parameters: Object.fromEntries(parameters),
    ...(request.stream ? { stream: true } : {}),
  };
}

function toParameters(request: ChatRequest, call: ProviderCall): Json {
  const { defaults } = call.deployment;
  const {
    temperature,
    top_p: topP,
    max_tokens: maxTokens,
    max_completion_tokens: limit,
    stop,
    n,
    ...own
  } = {
    ...defaults,
    ...request.extra,
  };
  const stops = request.stop.length > 0 ? request.stop : stop;
  const wishes = numberOf(n) ?? 1;
  return {
    ...passedOn(own),
    temperature: toTemperature(request.temperature ?? numberOf(temperature), defaults),
    // TGI takes less than 1 alone; 1 is what it does anyway.
    top_p: toTopP(request.topP ?? numberOf(topP)),
    top_k: request.topK ?? own['top_k'],
    max_new_tokens: toLimit(request.maxTokens ?? numberOf(limit) ?? numberOf(maxTokens)) ?? own['max_new_tokens'],
    stop: stops,
    ...(wishes > 1 ? { best_of: wishes, do_sample: true } : {}),
  };
}

function passedOn(own: Json): Json {
  const kept = Object.entries(own).filter(
    ([name, value]) =>
      value !== null &&
      !isGatewayParameter(name) &&
      !PROMPT_KEYS.has(name) &&
      !IGNORED.has(name) &&
      !CHAT_ONLY.has(name),
  );
  return Object.fromEntries(kept);
}

function refuseUnsupported(request: ChatRequest, call: ProviderCall): void {
  const names = [
    ...(request.tools.length > 0 && request.toolChoice?.type !== 'none' ? ['tools'] : []),
    ...(request.responseFormat === undefined || request.responseFormat.type === 'text' ? [] : ['response_format']),
    ...Object.keys(request.extra).filter((name) => CHAT_ONLY.has(name) && !isNeutral(request.extra[name])),
  ].filter((name) => !call.deployment.additionalDropParams.includes(name));
  if (names.length === 0) return;
  const list = names.join(', ');
  if (call.dropParams) {
    call.note({ code: 'parameters-dropped', detail: list });
    return;
  }
  throw badRequest(
    `An endpoint that continues texts does not support: ${list}. Leave them out, set drop_params: true, or use sagemaker_chat/<endpoint>.`,
    names[0],
  );
}

/** Values that ask for nothing: many clients send every parameter with its default. */
function isNeutral(value: unknown): boolean {
  return value === undefined || value === null || value === 0 || value === false;
}

function toTemperature(temperature: number | undefined, defaults: Json): number | undefined {
  return temperature === 0 && defaults['aws_sagemaker_allow_zero_temp'] !== true ? NEARLY_ZERO : temperature;
}

function toTopP(topP: number | undefined): number | undefined {
  return topP === undefined || topP >= 1 ? undefined : Math.max(NEARLY_ZERO, topP);
}

/** TGI refuses a limit of 0. */
function toLimit(tokens: number | undefined): number | undefined {
  return tokens === undefined ? undefined : Math.max(1, tokens);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
