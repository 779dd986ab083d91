import type {
  ContentBlock,
  ConverseRequest,
  ToolChoice as ConverseToolChoice,
  Message,
  SystemContentBlock,
  Tool,
} from '@aws-sdk/client-bedrock-runtime';
import type { ModelCard } from '../../../domain/capabilities.ts';
import type { ChatRequest, ToolChoice, ToolDefinition } from '../../../domain/chat.ts';
import type { PreparationNote } from '../../../domain/spend.ts';
import { badRequest } from '../badRequest.ts';
import { allowsBudgetThinking, continueMessage, toConversation } from '../conversation/conversation.ts';
import { isToolUse, type Turn } from '../conversation/turns.ts';
import type { DocumentObject } from '../documentValue.ts';
import { isClaudeFrom, type ModelTraits } from '../modelTraits.ts';
import { toAssistantMessage } from './assistantMessage.ts';
import { planCachePoints, withCachePoints } from './cachePoints.ts';
import { toExtraPlan } from './extraParameters.ts';
import { type HostedTools, toHostedTools, UNUSED_TOOL } from './hostedTools.ts';
import { toInference } from './inference.ts';
import type { MarkedPrompt } from './marked.ts';
import { toNotes } from './preparationNotes.ts';
import { toPromptTraits } from './promptTraits.ts';
import { type StructuredOutput, toStructuredOutput } from './structuredOutput.ts';
import { toSystemBlocks } from './system.ts';
import { type ThinkingPlan, toThinking } from './thinking.ts';
import { toToolChoice } from './toolChoice.ts';
import { createToolNames, type ToolNames, UNMAPPED_TOOL_NAMES } from './toolNames.ts';
import { toolsOfHistory, toTools } from './tools.ts';
import { toUserMessage } from './userMessage.ts';
import { wellFormed } from './wellFormed.ts';

export interface ConverseTarget {
  readonly card: ModelCard;
  readonly model: ModelTraits;
  readonly dropParams: boolean;
  /** False leaves tool names as the client wrote them. */
  readonly toolNameMapping?: boolean | undefined;
}

/** A request in Converse's words, without the model id, and what is needed to read the answer. */
export interface PreparedRequest {
  readonly input: Omit<ConverseRequest, 'modelId'>;
  readonly toolNames: ToolNames;
  /** Bedrock's name of the tool whose input is the answer. */
  readonly jsonTool: string | undefined;
  /** What was done to the request, for the trace. */
  readonly notes: readonly PreparationNote[];
}

/** Translates a request. Throws `bad-request` for what cannot be said to this model. Pure. */
export function toConverseRequest(request: ChatRequest, target: ConverseTarget): PreparedRequest {
  const capabilities = target.card.capabilities;
  const tools = usableTools(request, target);
  const hosted = toHostedTools(request.extra, request.toolChoice, target.model, target.dropParams);
  const turns = toConversation(request.messages, {
    keepsThinking: ['budget', 'adaptive', 'budget-or-adaptive'].includes(capabilities.thinking),
    toolBlocks: capabilities.tools && request.toolChoice?.type !== 'none',
    prefill: capabilities.prefill !== false,
    continueWith: continueMessage(request.extra['user_continue_message']),
  });
  const thinking = toThinking(request.reasoning, {
    style: capabilities.thinking,
    maxTokens: request.maxTokens,
    maxOutputTokens: target.card.maxOutputTokens,
    budgetAllowed: allowsBudgetThinking(turns),
  });
  const structured = toStructuredOutput(request.responseFormat, tools, {
    native: capabilities.structuredOutput,
    tools: capabilities.tools,
  });
  const plan: ToolPlan = { tools, hosted, turns, structured, thinking };
  return assemble(request, target, plan);
}

interface ToolPlan {
  readonly tools: readonly ToolDefinition[];
  readonly hosted: HostedTools;
  readonly turns: readonly Turn[];
  readonly structured: StructuredOutput;
  readonly thinking: ThinkingPlan;
}

function assemble(request: ChatRequest, target: ConverseTarget, plan: ToolPlan): PreparedRequest {
  const { card, model } = target;
  const definitions = allTools(plan);
  const names = namesOf(definitions, plan.turns, request.toolChoice);
  const toolNames = target.toolNameMapping === false ? UNMAPPED_TOOL_NAMES : createToolNames(names);
  const prompt = toPrompt(request, target, plan.turns, definitions, toolNames);
  const points = planCachePoints(prompt, card.capabilities.caching);
  const inference = toInference(request, plan.thinking, {
    model,
    topK: card.capabilities.topK,
    sampling: card.capabilities.sampling !== 'none',
    maxOutputTokens: card.maxOutputTokens,
  });
  const toolChoice = toolChoiceOf(request, target, plan, toolNames);
  const extra = toExtraPlan(request.extra, model, target.dropParams);
  const fields = {
    ...extra.fields,
    ...plan.hosted.fields,
    ...inference.fields,
    ...plan.thinking.fields,
    ...parallelFields(request, target, plan, toolChoice),
  };
  const tools: Tool[] = withCachePoints(prompt.tools, points);
  const system: SystemContentBlock[] = withCachePoints(prompt.system, points);
  const messages = prompt.messages.map(
    ({ role, content }): Message => ({ role, content: withCachePoints<ContentBlock>(content, points) }),
  );
  return {
    input: wellFormed({
      messages,
      ...(system.length === 0 ? {} : { system }),
      ...(inference.config === undefined ? {} : { inferenceConfig: inference.config }),
      ...(tools.length === 0 ? {} : { toolConfig: { tools, ...(toolChoice === undefined ? {} : { toolChoice }) } }),
      ...(Object.keys(fields).length === 0 ? {} : { additionalModelRequestFields: fields }),
      ...(plan.structured.kind === 'native' ? { outputConfig: plan.structured.outputConfig } : {}),
      ...extra.topLevel,
    }),
    toolNames,
    notes: toNotes(request, {
      turns: plan.turns,
      thinking: plan.thinking,
      config: inference.config,
      fields,
      dropped: extra.dropped,
      budgetAllowed: allowsBudgetThinking(plan.turns),
      mapsToolNames: target.toolNameMapping !== false,
    }),
    jsonTool: plan.structured.kind === 'tool' ? toolNames.toBedrock(plan.structured.tool.name) : undefined,
  };
}

function toPrompt(
  request: ChatRequest,
  target: ConverseTarget,
  turns: readonly Turn[],
  tools: readonly ToolDefinition[],
  toolNames: ToolNames,
): MarkedPrompt {
  const traits = toPromptTraits(target.card.capabilities, target.model, request.messages);
  const messages = turns.map((turn) =>
    turn.role === 'user' ? toUserMessage(turn, traits) : toAssistantMessage(turn, toolNames),
  );
  const system = toSystemBlocks(request.system);
  const prompt = {
    tools: toTools(tools, toolNames, {
      family: target.model.family,
      strict: target.card.capabilities.structuredOutput,
    }),
    system,
    messages,
  };
  return target.card.capabilities.system ? prompt : withSystemInFirstMessage(prompt);
}

/** For models without a system role: its texts open the first user message. */
function withSystemInFirstMessage(prompt: MarkedPrompt): MarkedPrompt {
  const [first, ...rest] = prompt.messages;
  if (first === undefined || prompt.system.length === 0) return { ...prompt, system: [] };
  const texts = prompt.system.flatMap(({ block, cache }) =>
    block.text === undefined ? [] : [{ block: { text: block.text }, cache }],
  );
  return { ...prompt, system: [], messages: [{ role: first.role, content: [...texts, ...first.content] }, ...rest] };
}

/** The client's tools, unless it forbids calls, or the model has none and unsupported things are to be dropped. */
function usableTools(request: ChatRequest, target: ConverseTarget): readonly ToolDefinition[] {
  if (request.tools.length === 0 || request.toolChoice?.type === 'none') return [];
  if (target.card.capabilities.tools) return request.tools;
  if (target.dropParams) return [];
  throw badRequest('This model does not support tools. Leave them out, or set drop_params: true.', 'tools');
}

function allTools(plan: ToolPlan): readonly ToolDefinition[] {
  const json = plan.structured.kind === 'tool' ? [plan.structured.tool] : [];
  if (plan.tools.length > 0) return [...plan.tools, ...json];
  const called = toolsOfHistory(plan.turns);
  const defined = called.filter(({ name }) => !plan.hosted.names.includes(name));
  return defined.length === 0 && called.length > 0 ? [UNUSED_TOOL, ...json] : [...defined, ...json];
}

function namesOf(
  tools: readonly ToolDefinition[],
  turns: readonly Turn[],
  choice: ToolChoice | undefined,
): readonly string[] {
  const called = turns.flatMap((turn) => (turn.role === 'assistant' ? turn.content.filter(isToolUse) : []));
  return [...called, ...tools].map((tool) => tool.name).concat(choice?.type === 'tool' ? [choice.name] : []);
}

/** A JSON answer by tool is forced: that tool alone, or any tool where the client has its own. */
function effectiveChoice(request: ChatRequest, plan: ToolPlan): ToolChoice | undefined {
  if (plan.structured.kind !== 'tool') {
    const { toolChoice: choice } = request;
    const isHosted = choice?.type === 'tool' && plan.hosted.names.includes(choice.name);
    return plan.tools.length === 0 || isHosted ? undefined : choice;
  }
  return plan.tools.length === 0 ? { type: 'tool', name: plan.structured.tool.name } : { type: 'required' };
}

function toolChoiceOf(
  request: ChatRequest,
  target: ConverseTarget,
  plan: ToolPlan,
  toolNames: ToolNames,
): ConverseToolChoice | undefined {
  return toToolChoice(effectiveChoice(request, plan), toolNames, {
    forced: target.card.capabilities.forcedToolChoice,
    thinking: plan.thinking.autoToolChoice,
    dropParams: target.dropParams || plan.structured.kind === 'tool',
    tools: allTools(plan).map((tool) => tool.name),
  });
}

/** One tool call at a time: Anthropic's own switch, from version 4.5 on; elsewhere there is none and it is left out. */
function parallelFields(
  request: ChatRequest,
  target: ConverseTarget,
  plan: ToolPlan,
  choice: ConverseToolChoice | undefined,
): DocumentObject {
  if (request.parallelToolCalls !== false || plan.tools.length === 0 || !isClaudeFrom(target.model, 4.5)) return {};
  return { tool_choice: { ...anthropicChoice(choice), disable_parallel_tool_use: true } };
}

function anthropicChoice(choice: ConverseToolChoice | undefined): DocumentObject {
  if (choice?.tool !== undefined) return { type: 'tool', name: choice.tool.name ?? null };
  return { type: choice?.any === undefined ? 'auto' : 'any' };
}
