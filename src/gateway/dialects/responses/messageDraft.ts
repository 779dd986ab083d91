import type { ItemDraft, ItemPlace } from './itemDraft.ts';
import { type ItemStatus, type MessageItem, messageItem, outputText } from './outputItems.ts';

/** The answer's text: one message with one part. */
export class MessageDraft implements ItemDraft {
  readonly #place: ItemPlace;
  readonly #text: string[] = [];

  constructor(place: ItemPlace) {
    this.#place = place;
  }

  get outputIndex(): number {
    return this.#place.outputIndex;
  }

  open(): string {
    const { writer, id, outputIndex } = this.#place;
    return (
      writer.write('response.output_item.added', {
        output_index: outputIndex,
        item: messageItem(id, undefined, 'in_progress'),
      }) + writer.write('response.content_part.added', { ...this.#part(), part: outputText('') })
    );
  }

  append(text: string): string {
    this.#text.push(text);
    return this.#place.writer.write('response.output_text.delta', { ...this.#part(), delta: text, logprobs: [] });
  }

  close(status: ItemStatus): { readonly item: MessageItem; readonly frames: string } {
    const { writer, id, outputIndex } = this.#place;
    const text = this.#text.join('');
    const item = messageItem(id, text, status);
    const frames =
      writer.write('response.output_text.done', { ...this.#part(), text, logprobs: [] }) +
      writer.write('response.content_part.done', { ...this.#part(), part: outputText(text) }) +
      writer.write('response.output_item.done', { output_index: outputIndex, item });
    return { item, frames };
  }

  #part(): Readonly<Record<string, unknown>> {
    return { item_id: this.#place.id, output_index: this.#place.outputIndex, content_index: 0 };
  }
}
