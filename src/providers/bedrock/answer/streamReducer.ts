import type {
  ContentBlockDeltaEvent,
  ContentBlockStartEvent,
  ContentBlockStopEvent,
  ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';
import type { ChatEvent } from '../../../domain/chat.ts';
import type { AnswerTraits } from './answerTraits.ts';
import { toFinishReason } from './stopReason.ts';
import { toUsage } from './usage.ts';

/** A tool block that is open in the stream. */
interface OpenTool {
  readonly index: number;
  /** Its input is the answer's text, not a call. */
  readonly isAnswer: boolean;
  readonly hasInput: boolean;
}

/** What has to be remembered between two events of a stream. */
export interface StreamState {
  /** By Bedrock's block index. */
  readonly open: ReadonlyMap<number, OpenTool>;
  /** Calls so far, the answer's own tool not counted. */
  readonly calls: number;
  /** Bedrock's stop reason; undefined until the message has ended. */
  readonly stopReason: string | undefined;
}

export const STREAM_START: StreamState = { open: new Map(), calls: 0, stopReason: undefined };

interface Step {
  readonly state: StreamState;
  readonly events: readonly ChatEvent[];
}

/** One event of ConverseStream. Kinds that are not known say nothing. */
export function reduceStream(state: StreamState, event: ConverseStreamOutput, traits: AnswerTraits): Step {
  if (event.contentBlockDelta !== undefined) return reduceDelta(state, event.contentBlockDelta);
  if (event.contentBlockStart !== undefined) return reduceStart(state, event.contentBlockStart, traits);
  if (event.contentBlockStop !== undefined) return reduceStop(state, event.contentBlockStop);
  if (event.messageStart !== undefined) return { state, events: [{ type: 'start' }] };
  if (event.messageStop !== undefined) {
    return { state: { ...state, stopReason: event.messageStop.stopReason ?? 'end_turn' }, events: [] };
  }
  const usage = event.metadata?.usage;
  return { state, events: usage === undefined ? [] : [{ type: 'usage', usage: toUsage(usage, event.metadata) }] };
}

/** The last event of an answer; undefined when the message never ended, so that the caller can fail. */
export function finishStream(state: StreamState): ChatEvent | undefined {
  if (state.stopReason === undefined) return undefined;
  const reason = toFinishReason(state.stopReason);
  const onlyAnswer = reason === 'tool-calls' && state.calls === 0;
  return { type: 'end', reason: onlyAnswer ? 'stop' : reason, raw: state.stopReason };
}

function reduceStart(state: StreamState, event: ContentBlockStartEvent, traits: AnswerTraits): Step {
  const tool = event.start?.toolUse;
  if (tool === undefined) return { state, events: [] };
  const isAnswer = tool.name === traits.jsonTool;
  const opened: OpenTool = { index: state.calls, isAnswer, hasInput: false };
  const next = {
    ...state,
    open: withTool(state, event.contentBlockIndex, opened),
    calls: state.calls + (isAnswer ? 0 : 1),
  };
  if (isAnswer) return { state: next, events: [] };
  const name = traits.toolNames.toClient(tool.name ?? '');
  return { state: next, events: [{ type: 'tool-input-start', index: opened.index, id: tool.toolUseId ?? '', name }] };
}

function withTool(state: StreamState, block: number | undefined, tool: OpenTool): ReadonlyMap<number, OpenTool> {
  return new Map(state.open).set(block ?? 0, tool);
}

function reduceDelta(state: StreamState, event: ContentBlockDeltaEvent): Step {
  const delta = event.delta;
  if (delta?.text !== undefined)
    return { state, events: delta.text === '' ? [] : [{ type: 'text-delta', text: delta.text }] };
  if (delta?.toolUse !== undefined) return reduceToolInput(state, event.contentBlockIndex, delta.toolUse.input ?? '');
  return { state, events: delta?.reasoningContent === undefined ? [] : thinkingEvents(delta.reasoningContent) };
}

type ReasoningDelta = NonNullable<NonNullable<ContentBlockDeltaEvent['delta']>['reasoningContent']>;

function thinkingEvents(delta: ReasoningDelta): readonly ChatEvent[] {
  if (delta.signature !== undefined) return [{ type: 'thinking-signature', signature: delta.signature }];
  if (delta.redactedContent !== undefined) {
    return [{ type: 'redacted-thinking', data: Buffer.from(delta.redactedContent).toString('base64') }];
  }
  return delta.text === undefined || delta.text === '' ? [] : [{ type: 'thinking-delta', text: delta.text }];
}

function reduceToolInput(state: StreamState, block: number | undefined, text: string): Step {
  const tool = state.open.get(block ?? 0);
  if (tool === undefined || text === '') return { state, events: [] };
  const next = tool.hasInput ? state : { ...state, open: withTool(state, block, { ...tool, hasInput: true }) };
  if (tool.isAnswer) return { state: next, events: [{ type: 'text-delta', text }] };
  return { state: next, events: [{ type: 'tool-input-delta', index: tool.index, text }] };
}

/** A call without any input still gets arguments: clients parse them as JSON. */
function reduceStop(state: StreamState, event: ContentBlockStopEvent): Step {
  const block = event.contentBlockIndex ?? 0;
  const tool = state.open.get(block);
  if (tool === undefined) return { state, events: [] };
  const open = new Map(state.open);
  open.delete(block);
  const filler: ChatEvent = tool.isAnswer
    ? { type: 'text-delta', text: '{}' }
    : { type: 'tool-input-delta', index: tool.index, text: '{}' };
  const end: readonly ChatEvent[] = tool.isAnswer ? [] : [{ type: 'tool-input-end', index: tool.index }];
  return { state: { ...state, open }, events: tool.hasInput ? end : [filler, ...end] };
}
