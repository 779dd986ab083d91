import type {
  ConverseRequest,
  InvokeModelCommandInput,
  SystemContentBlock,
  Tool,
  ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime';
import { isObject, parseJson } from '../../../domain/json.ts';
import { badRequest } from '../badRequest.ts';
import { type MessagesBlock, toMessagesContent, withCacheMarks } from './messagesContent.ts';

/** The only version that Bedrock knows. Source: AWS "Anthropic Claude Messages API". */
const VERSION = 'bedrock-2023-05-31';
/** Tokens: the Messages API demands a limit; this one holds where neither the client nor the catalogue has one (LiteLLM's figure). */
const DEFAULT_MAX_TOKENS = 4096;

type ConverseInput = Omit<ConverseRequest, 'modelId'>;

/**
 * A request that was prepared for Converse as a body of Anthropic's Messages API, so that both routes have one reading
 * of what the client means. `maxOutputTokens` is what the model can write.
 */
export function toMessagesBody(input: ConverseInput, maxOutputTokens: number | undefined): MessagesBlock {
  const { maxTokens, temperature, topP, stopSequences } = input.inferenceConfig ?? {};
  const fields = isObject(input.additionalModelRequestFields) ? input.additionalModelRequestFields : {};
  const system = withCacheMarks(input.system ?? [], toSystemText);
  return withoutAbsent({
    anthropic_version: VERSION,
    max_tokens: maxTokens ?? maxOutputTokens ?? DEFAULT_MAX_TOKENS,
    messages: (input.messages ?? []).map(({ role, content }) => ({ role, content: toMessagesContent(content ?? []) })),
    system: system.length === 0 ? undefined : system,
    temperature,
    top_p: topP,
    stop_sequences: stopSequences,
    ...fields,
    tools: toTools(input.toolConfig, fields['tools']),
    tool_choice: fields['tool_choice'] ?? toToolChoice(input.toolConfig),
    ...toOutputConfig(input.outputConfig, fields['output_config']),
  });
}

/** What Converse has in its body and InvokeModel in its headers. */
export function toInvokeOptions(input: ConverseInput): Partial<InvokeModelCommandInput> {
  const { guardrailConfig: guardrail, performanceConfig: performance, serviceTier, requestMetadata } = input;
  return {
    ...(guardrail === undefined
      ? {}
      : { guardrailIdentifier: guardrail.guardrailIdentifier, guardrailVersion: guardrail.guardrailVersion }),
    ...(guardrail?.trace === undefined ? {} : { trace: TRACES[guardrail.trace] }),
    ...(performance?.latency === undefined ? {} : { performanceConfigLatency: performance.latency }),
    ...(serviceTier?.type === undefined ? {} : { serviceTier: serviceTier.type }),
    ...(requestMetadata === undefined ? {} : { requestMetadata: JSON.stringify(requestMetadata) }),
  };
}

const TRACES = { enabled: 'ENABLED', disabled: 'DISABLED', enabled_full: 'ENABLED_FULL' } as const;

function toSystemText(block: SystemContentBlock): MessagesBlock {
  if (block.text === undefined) throw badRequest('The system prompt of a Messages request is text alone.', 'system');
  return { type: 'text', text: block.text };
}

/** The client's own tools, and beside them those that Anthropic defines, which Converse takes as a field of the model. */
function toTools(config: ToolConfiguration | undefined, defined: unknown): readonly unknown[] | undefined {
  const tools = [...withCacheMarks(config?.tools ?? [], toTool), ...(Array.isArray(defined) ? defined : [])];
  return tools.length === 0 ? undefined : tools;
}

function toToolChoice(config: ToolConfiguration | undefined): MessagesBlock | undefined {
  if (config?.toolChoice === undefined) return undefined;
  const { any: forced, tool } = config.toolChoice;
  return tool === undefined ? { type: forced === undefined ? 'auto' : 'any' } : { type: 'tool', name: tool.name };
}

function toTool({ toolSpec }: Tool): MessagesBlock {
  const { name, description, inputSchema, strict } = toolSpec ?? {};
  return withoutAbsent({ name, description, input_schema: inputSchema?.json, strict });
}

/** Effort and format share one field. Source: AWS "Get validated JSON results from models". */
function toOutputConfig(config: ConverseInput['outputConfig'], own: unknown): MessagesBlock {
  const schema = parseJson(config?.textFormat?.structure?.jsonSchema?.schema ?? '');
  if (!isObject(schema)) return {};
  return { output_config: { ...(isObject(own) ? own : {}), format: { type: 'json_schema', schema } } };
}

function withoutAbsent(body: MessagesBlock): MessagesBlock {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
