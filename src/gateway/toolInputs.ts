import type { ChatEvent } from '../domain/chat.ts';

/** Characters of one call's arguments that are put together; longer ones are left alone. */
const MOST_CHARACTERS = 65_536;

/** Puts the arguments of an answer's tool calls together as they stream by. */
export class ToolInputs {
  readonly #whole: (args: string) => void;
  readonly #open = new Map<number, string>();

  /** `whole` gets the JSON text of each call when the model has written it. */
  constructor(whole: (args: string) => void) {
    this.#whole = whole;
  }

  observe(event: ChatEvent): void {
    if (event.type === 'tool-input-delta') this.#add(event.index, event.text);
    else if (event.type === 'tool-input-end') this.#close(event.index);
    else if (event.type === 'end') for (const index of [...this.#open.keys()]) this.#close(index);
  }

  #add(index: number, text: string): void {
    const sofar = this.#open.get(index) ?? '';
    if (sofar.length <= MOST_CHARACTERS) this.#open.set(index, sofar + text);
  }

  #close(index: number): void {
    const args = this.#open.get(index);
    this.#open.delete(index);
    if (args !== undefined && args.length <= MOST_CHARACTERS) this.#whole(args);
  }
}
