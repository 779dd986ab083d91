import type { ChatEvent, FinishReason, TokenUsage } from '../../../domain/chat.ts';
import { BlockQueue, frame } from './blockQueue.ts';
import { toStopReason } from './stopReason.ts';
import { toUsageBody } from './usageBody.ts';

/** Turns events into Anthropic's stream: message_start, whole content blocks one after the other, message_delta, message_stop. */
export class StreamRenderer {
  readonly #frame: { readonly id: string; readonly model: string };
  readonly #blocks = new BlockQueue();
  #begun = false;
  #hasToolCalls = false;
  #usage: TokenUsage | undefined;
  #end: { readonly reason: FinishReason; readonly raw?: string | undefined } = { reason: 'stop' };

  constructor(answer: { readonly id: string; readonly model: string }) {
    this.#frame = answer;
  }

  /** The message begins with its first content, when the provider may have counted the prompt already. */
  render(event: ChatEvent): string {
    if (event.type === 'usage') this.#usage = event.usage;
    if (event.type === 'end') this.#end = event;
    return this.#take(event) ? this.#begin() + this.#blocks.flush() : '';
  }

  /** What closes a good stream; the counts are the whole message's. */
  done(): string {
    this.#blocks.closeAll();
    const { reason, raw } = this.#end;
    const delta = { stop_reason: toStopReason(reason, raw, this.#hasToolCalls), stop_sequence: null };
    return (
      this.#begin() +
      this.#blocks.flush() +
      frame('message_delta', { delta, usage: toUsageBody(this.#usage) }) +
      frame('message_stop')
    );
  }

  /** True where there may be something to say. */
  #take(event: ChatEvent): boolean {
    switch (event.type) {
      case 'text-delta':
        return this.#takeText(event.text);
      case 'thinking-delta':
        return this.#takeThinking({ type: 'thinking_delta', thinking: event.text }, event.text);
      case 'thinking-signature':
        return this.#takeSignature(event.signature);
      case 'redacted-thinking':
        this.#blocks.open('redacted-thinking', { type: 'redacted_thinking', data: event.data });
        this.#blocks.closeLast();
        return true;
      case 'tool-input-start':
      case 'tool-input-delta':
      case 'tool-input-end':
        return this.#takeTool(event);
      case 'end':
        this.#blocks.closeAll();
        return true;
      default:
        return false;
    }
  }

  #takeText(text: string): boolean {
    if (text === '') return false;
    this.#blocks.continue('text', { type: 'text', text: '' }, { type: 'text_delta', text });
    return true;
  }

  #takeThinking(delta: Readonly<Record<string, unknown>>, content: string): boolean {
    if (content === '') return false;
    this.#blocks.continue('thinking', { type: 'thinking', thinking: '', signature: '' }, delta);
    return true;
  }

  /** A block of thinking ends with its signature. */
  #takeSignature(signature: string): boolean {
    if (!this.#takeThinking({ type: 'signature_delta', signature }, signature)) return false;
    this.#blocks.closeLast();
    return true;
  }

  #takeTool(event: Extract<ChatEvent, { type: 'tool-input-start' | 'tool-input-delta' | 'tool-input-end' }>): boolean {
    switch (event.type) {
      case 'tool-input-start':
        this.#hasToolCalls = true;
        this.#blocks.open('tool-use', { type: 'tool_use', id: event.id, name: event.name, input: {} }, event.index);
        return true;
      case 'tool-input-delta':
        if (event.text === '') return false;
        this.#blocks.call(event.index)?.waiting.push({ type: 'input_json_delta', partial_json: event.text });
        return true;
      default:
        this.#blocks.closeCall(event.index);
        return true;
    }
  }

  #begin(): string {
    if (this.#begun) return '';
    this.#begun = true;
    const { id, model } = this.#frame;
    const usage = { ...toUsageBody(this.#usage), output_tokens: 0 };
    const message = {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
    };
    return frame('message_start', { message: { ...message, usage } });
  }
}
