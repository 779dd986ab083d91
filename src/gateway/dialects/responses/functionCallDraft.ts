import type { ItemDraft, ItemPlace } from './itemDraft.ts';
import { type FunctionCallItem, functionCallItem, type ItemStatus } from './outputItems.ts';

/** A tool call whose arguments are being written. */
export class FunctionCallDraft implements ItemDraft {
  readonly #place: ItemPlace;
  readonly #call: { readonly id: string; readonly name: string };
  readonly #input: string[] = [];

  constructor(place: ItemPlace, call: { readonly id: string; readonly name: string }) {
    this.#place = place;
    this.#call = call;
  }

  get outputIndex(): number {
    return this.#place.outputIndex;
  }

  open(): string {
    const { writer, id, outputIndex } = this.#place;
    const item = functionCallItem(id, { ...this.#call, arguments: '' }, 'in_progress');
    return writer.write('response.output_item.added', { output_index: outputIndex, item });
  }

  append(text: string): string {
    if (text === '') return '';
    this.#input.push(text);
    const { writer, id, outputIndex } = this.#place;
    return writer.write('response.function_call_arguments.delta', {
      item_id: id,
      output_index: outputIndex,
      delta: text,
    });
  }

  /** A call without arguments is an empty object, or clients fail to parse it. */
  close(status: ItemStatus): { readonly item: FunctionCallItem; readonly frames: string } {
    const { writer, id, outputIndex } = this.#place;
    const filled = this.#input.length === 0 ? this.append('{}') : '';
    const input = this.#input.join('');
    const item = functionCallItem(id, { ...this.#call, arguments: input }, status);
    const frames =
      filled +
      writer.write('response.function_call_arguments.done', {
        item_id: id,
        output_index: outputIndex,
        name: this.#call.name,
        arguments: input,
      }) +
      writer.write('response.output_item.done', { output_index: outputIndex, item });
    return { item, frames };
  }
}
