import type { EventWriter } from './eventWriter.ts';
import type { ItemStatus, OutputItem, ThinkingWishes } from './outputItems.ts';

/** Where an item stands in its stream. */
export interface ItemPlace {
  readonly writer: EventWriter;
  readonly id: string;
  readonly outputIndex: number;
  readonly wishes: ThinkingWishes;
}

/** An output item while its stream goes on. Each method gives the frames that tell of the step. */
export interface ItemDraft {
  readonly outputIndex: number;
  open(): string;
  append(text: string): string;
  close(status: ItemStatus): { readonly item: OutputItem; readonly frames: string };
}
