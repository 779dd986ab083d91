type Fields = Readonly<Record<string, unknown>>;

type BlockKind = 'text' | 'thinking' | 'redacted-thinking' | 'tool-use';

interface Block {
  readonly kind: BlockKind;
  /** The call's own number; undefined for other kinds. */
  readonly call: number | undefined;
  readonly start: Fields;
  started: boolean;
  closed: boolean;
  waiting: Fields[];
}

/** One frame of Anthropic's stream. */
export function frame(type: string, fields: Fields = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/**
 * The content blocks of a stream, one open at a time and numbered from 0, as Anthropic's grammar has it. What comes for
 * a later block while an earlier one is open (calls that a server writes side by side) waits for its turn.
 */
export class BlockQueue {
  readonly #blocks: Block[] = [];
  #index = 0;

  /** Adds to the last block where it is an open one of this kind, else to a new one after it. */
  continue(kind: 'text' | 'thinking', start: Fields, delta: Fields): void {
    const last = this.#blocks.at(-1);
    if (last?.kind === kind && !last.closed) last.waiting.push(delta);
    else this.open(kind, start).waiting.push(delta);
  }

  /** A new block after all others. Texts and thinking before it are over; calls end by their own event. */
  open(kind: BlockKind, start: Fields, call?: number): { readonly waiting: Fields[] } {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.kind !== 'tool-use') last.closed = true;
    const block: Block = { kind, call, start, started: false, closed: false, waiting: [] };
    this.#blocks.push(block);
    return block;
  }

  /** The open block of a call; undefined where it has ended. */
  call(index: number): { readonly waiting: Fields[] } | undefined {
    return this.#blocks.find((block) => block.call === index && !block.closed);
  }

  closeCall(index: number): void {
    const block = this.#blocks.find(({ call }) => call === index);
    if (block !== undefined) block.closed = true;
  }

  closeLast(): void {
    const last = this.#blocks.at(-1);
    if (last !== undefined) last.closed = true;
  }

  closeAll(): void {
    for (const block of this.#blocks) block.closed = true;
  }

  /** Frames of all that can be said now. */
  flush(): string {
    let text = '';
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      text += this.#say(block);
      if (!block.closed) break;
      text += frame('content_block_stop', { index: this.#index });
      this.#blocks.shift();
      this.#index += 1;
    }
    return text;
  }

  #say(block: Block): string {
    const index = this.#index;
    const start = block.started ? '' : frame('content_block_start', { index, content_block: block.start });
    const deltas = block.waiting.map((delta) => frame('content_block_delta', { index, delta }));
    block.started = true;
    block.waiting = [];
    return start + deltas.join('');
  }
}
