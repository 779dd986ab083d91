import type { RedactedThinkingPart, ThinkingPart } from '../../../domain/chat.ts';
import type { ItemDraft, ItemPlace } from './itemDraft.ts';
import { type ReasoningItem, reasoningItem, visible } from './outputItems.ts';

/** One block of thinking. Its text is told as a summary where the client asked for one. */
export class ReasoningDraft implements ItemDraft {
  readonly #place: ItemPlace;
  readonly #text: string[] = [];
  #partOpen = false;
  #signature: string | undefined;
  #redacted: string | undefined;

  constructor(place: ItemPlace) {
    this.#place = place;
  }

  get outputIndex(): number {
    return this.#place.outputIndex;
  }

  sign(signature: string): void {
    this.#signature = signature;
  }

  redact(data: string): void {
    this.#redacted = data;
  }

  open(): string {
    const { writer, id, outputIndex } = this.#place;
    const item: ReasoningItem = { type: 'reasoning', id, summary: [] };
    return writer.write('response.output_item.added', { output_index: outputIndex, item });
  }

  append(text: string): string {
    this.#text.push(text);
    if (!this.#place.wishes.summary || text === '') return '';
    return (
      this.#openPart() +
      this.#place.writer.write('response.reasoning_summary_text.delta', { ...this.#part(), delta: text })
    );
  }

  close(): { readonly item: ReasoningItem; readonly frames: string } {
    const { writer, id, outputIndex, wishes } = this.#place;
    const item = reasoningItem(id, this.#block());
    const frames =
      this.#closePart() +
      writer.write('response.output_item.done', { output_index: outputIndex, item: visible(item, wishes) });
    return { item, frames };
  }

  #block(): ThinkingPart | RedactedThinkingPart {
    if (this.#redacted !== undefined) return { type: 'redacted-thinking', data: this.#redacted };
    return { type: 'thinking', text: this.#text.join(''), signature: this.#signature };
  }

  #openPart(): string {
    if (this.#partOpen) return '';
    this.#partOpen = true;
    return this.#place.writer.write('response.reasoning_summary_part.added', {
      ...this.#part(),
      part: { type: 'summary_text', text: '' },
    });
  }

  #closePart(): string {
    if (!this.#partOpen) return '';
    const { writer } = this.#place;
    const text = this.#text.join('');
    return (
      writer.write('response.reasoning_summary_text.done', { ...this.#part(), text }) +
      writer.write('response.reasoning_summary_part.done', { ...this.#part(), part: { type: 'summary_text', text } })
    );
  }

  #part(): Readonly<Record<string, unknown>> {
    return { item_id: this.#place.id, output_index: this.#place.outputIndex, summary_index: 0 };
  }
}
