import type { ChatEvent, FinishReason } from '../../../domain/chat.ts';
import type { ReportedUsage } from '../../../domain/reportedUsage.ts';
import { toUsageBody } from './usageBody.ts';

const FINISH_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

export function toFinishReason(reason: FinishReason): string {
  return FINISH_REASONS[reason];
}

export interface StreamFrame {
  /** `chatcmpl-…` */
  readonly id: string;
  readonly model: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly includeUsage: boolean;
}

type Delta = Readonly<Record<string, unknown>>;

/** Turns events into `data:` frames of OpenAI's stream. State: whether the role went out, tool calls without input yet, the usage. */
export class StreamRenderer {
  readonly #frame: StreamFrame;
  #roleSent = false;
  readonly #emptyTools = new Set<number>();
  #usage: ReportedUsage | undefined;

  constructor(frame: StreamFrame) {
    this.#frame = frame;
  }

  render(event: ChatEvent): string {
    switch (event.type) {
      case 'text-delta':
        return this.#delta({ content: event.text });
      case 'thinking-delta':
        return this.#delta({
          reasoning_content: event.text,
          thinking_blocks: [{ type: 'thinking', thinking: event.text }],
        });
      case 'thinking-signature':
        return this.#delta({
          reasoning_content: '',
          thinking_blocks: [{ type: 'thinking', thinking: '', signature: event.signature }],
        });
      case 'redacted-thinking':
        return this.#delta({ thinking_blocks: [{ type: 'redacted_thinking', data: event.data }] });
      case 'tool-input-start':
        this.#emptyTools.add(event.index);
        return this.#toolDelta(event.index, {
          id: event.id,
          type: 'function',
          function: { name: event.name, arguments: '' },
        });
      case 'tool-input-delta':
        if (event.text !== '') this.#emptyTools.delete(event.index);
        return this.#toolDelta(event.index, { function: { arguments: event.text } });
      case 'tool-input-end':
        // A call without arguments is an empty object, or clients fail to parse it.
        return this.#emptyTools.delete(event.index)
          ? this.#toolDelta(event.index, { function: { arguments: '{}' } })
          : '';
      case 'end':
        return this.#chunk([{ index: 0, delta: {}, finish_reason: toFinishReason(event.reason) }]);
      case 'usage':
        this.#usage = event.usage;
        return '';
      default:
        return '';
    }
  }

  /** What closes a good stream: usage, where it was asked for, after everything else. An erring one has none. */
  done(): string {
    const report = { ...this.#usageFields(), ...this.#traceFields() };
    const last = Object.keys(report).length === 0 ? '' : this.#chunk([], report);
    return `${last}data: [DONE]\n\n`;
  }

  #usageFields(): Delta {
    const usage = this.#frame.includeUsage ? this.#usage : undefined;
    if (usage === undefined) return {};
    const tier = usage.serviceTier;
    return { usage: toUsageBody(usage), ...(tier === undefined ? {} : { service_tier: tier }) };
  }

  #traceFields(): Delta {
    const trace = this.#usage?.trace;
    return trace === undefined ? {} : { provider_specific_fields: { trace } };
  }

  #toolDelta(index: number, call: Delta): string {
    return this.#delta({ tool_calls: [{ index, ...call }] });
  }

  #delta(delta: Delta): string {
    const first = this.#roleSent ? {} : { role: 'assistant' };
    this.#roleSent = true;
    return this.#chunk([{ index: 0, delta: { ...first, ...delta }, finish_reason: null }]);
  }

  #chunk(choices: readonly unknown[], rest: Readonly<Record<string, unknown>> = {}): string {
    const { id, created, model } = this.#frame;
    return `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model, choices, ...rest })}\n\n`;
  }
}
