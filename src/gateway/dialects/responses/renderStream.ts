import type { ChatEvent, FinishReason, TokenUsage } from '../../../domain/chat.ts';
import type { GatewayError } from '../../../domain/errors.ts';
import type { AnswerFrame, StreamRendering } from '../chatDialect.ts';
import { EventWriter } from './eventWriter.ts';
import { toResponseFailure } from './failure.ts';
import { FunctionCallDraft } from './functionCallDraft.ts';
import type { ItemDraft, ItemPlace } from './itemDraft.ts';
import { MessageDraft } from './messageDraft.ts';
import { itemId, type OutputItem, type ThinkingWishes, visible } from './outputItems.ts';
import { ReasoningDraft } from './reasoningDraft.ts';
import { incompleteReason, type ResponseBody, type ResponseProgress, toResponseBody } from './responseBody.ts';

export interface StreamSetup {
  readonly body: Readonly<Record<string, unknown>>;
  readonly frame: Pick<AnswerFrame, 'id' | 'model' | 'created'>;
  readonly wishes: ThinkingWishes;
  /** The response is whole: its items with all that they hold, and the object as the client sees it. */
  readonly onComplete: (response: ResponseBody, items: readonly OutputItem[]) => void;
}

/**
 * Turns events into OpenAI's stream of a response. One item of text or thinking is open at a time; tool calls are open
 * until their own end, since servers may write several of them at once.
 */
export class ResponsesStream implements StreamRendering {
  readonly #setup: StreamSetup;
  readonly #writer = new EventWriter();
  readonly #items: OutputItem[] = [];
  readonly #calls = new Map<number, FunctionCallDraft>();
  #opened = 0;
  #begun = false;
  #current: MessageDraft | ReasoningDraft | undefined;
  #usage: TokenUsage | undefined;
  #reason: FinishReason | undefined;

  constructor(setup: StreamSetup) {
    this.#setup = setup;
  }

  /** Nothing is told before the first content: another deployment may still take over, and tell it anew. */
  render(event: ChatEvent): string {
    if (event.type === 'start' || event.type === 'usage' || event.type === 'end') return this.#step(event);
    return this.#begin() + this.#step(event);
  }

  /** Ends what is open and the response; usage may have come after the end of the answer. */
  done(): string {
    const reason = incompleteReason(this.#reason);
    const frames = this.#begin() + this.#closeAll(reason !== undefined);
    const status = reason === undefined ? 'completed' : 'incomplete';
    const response = this.#toBody({ status, output: this.#visible(), incompleteReason: reason, usage: this.#usage });
    this.#setup.onComplete(response, this.#items);
    return frames + this.#writer.write(`response.${status}`, { response });
  }

  /** Ends the stream with a failure: an `error` event, which SDKs raise, and `response.failed`, which Codex waits for. */
  fail(error: GatewayError): string {
    const failure = toResponseFailure(error);
    const { message } = failure;
    const response = this.#toBody({ status: 'failed', output: this.#visible(), error: failure, usage: this.#usage });
    return (
      this.#begin() +
      this.#writer.write('error', { ...failure, message, param: error.param ?? null }) +
      this.#writer.write('response.failed', { response })
    );
  }

  #begin(): string {
    if (this.#begun) return '';
    this.#begun = true;
    const response = this.#toBody({ status: 'in_progress', output: [] });
    return (
      this.#writer.write('response.created', { response }) + this.#writer.write('response.in_progress', { response })
    );
  }

  #step(event: ChatEvent): string {
    switch (event.type) {
      case 'text-delta':
        return event.text === '' ? '' : this.#text(event.text);
      case 'thinking-delta':
        return event.text === '' ? '' : this.#thinking((draft) => draft.append(event.text));
      case 'thinking-signature':
        return this.#thinking((draft) => {
          draft.sign(event.signature);
          return this.#closeCurrent();
        });
      case 'redacted-thinking':
        return this.#redacted(event.data);
      case 'tool-input-start':
        return this.#startCall(event.index, event);
      case 'tool-input-delta':
        return this.#calls.get(event.index)?.append(event.text) ?? '';
      case 'tool-input-end':
        return this.#endCall(event.index, false);
      case 'usage':
        this.#usage = event.usage;
        return '';
      case 'end':
        this.#reason = event.reason;
        return '';
      default:
        return '';
    }
  }

  #text(text: string): string {
    if (this.#current instanceof MessageDraft) return this.#current.append(text);
    const closed = this.#closeCurrent();
    const draft = new MessageDraft(this.#place('message'));
    this.#current = draft;
    return closed + draft.open() + draft.append(text);
  }

  #thinking(step: (draft: ReasoningDraft) => string): string {
    if (this.#current instanceof ReasoningDraft) return step(this.#current);
    const closed = this.#closeCurrent();
    const draft = new ReasoningDraft(this.#place('reasoning'));
    this.#current = draft;
    return closed + draft.open() + step(draft);
  }

  #redacted(data: string): string {
    const closed = this.#closeCurrent();
    const draft = new ReasoningDraft(this.#place('reasoning'));
    draft.redact(data);
    return closed + draft.open() + this.#close(draft, false);
  }

  #startCall(index: number, call: { readonly id: string; readonly name: string }): string {
    const closed = this.#closeCurrent() + this.#endCall(index, false);
    const draft = new FunctionCallDraft(this.#place('function_call'), call);
    this.#calls.set(index, draft);
    return closed + draft.open();
  }

  #endCall(index: number, incomplete: boolean): string {
    const draft = this.#calls.get(index);
    this.#calls.delete(index);
    return draft === undefined ? '' : this.#close(draft, incomplete);
  }

  #closeCurrent(incomplete = false): string {
    const draft = this.#current;
    this.#current = undefined;
    return draft === undefined ? '' : this.#close(draft, incomplete);
  }

  #closeAll(incomplete: boolean): string {
    const calls = [...this.#calls.keys()].map((index) => this.#endCall(index, incomplete));
    return [this.#closeCurrent(incomplete), ...calls].join('');
  }

  #close(draft: ItemDraft, incomplete: boolean): string {
    const { item, frames } = draft.close(incomplete ? 'incomplete' : 'completed');
    this.#items[draft.outputIndex] = item;
    return frames;
  }

  #place(type: OutputItem['type']): ItemPlace {
    const outputIndex = this.#opened;
    this.#opened += 1;
    const id = itemId(this.#setup.frame.id, type, outputIndex);
    return { writer: this.#writer, id, outputIndex, wishes: this.#setup.wishes };
  }

  #visible(): readonly OutputItem[] {
    return this.#items.filter((item) => item !== undefined).map((item) => visible(item, this.#setup.wishes));
  }

  #toBody(progress: ResponseProgress): ResponseBody {
    return toResponseBody(this.#setup.body, this.#setup.frame, progress);
  }
}
