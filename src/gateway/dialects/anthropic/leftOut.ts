import type { PreparationNote } from '../../../domain/spend.ts';

/** What a request held that only Anthropic's own service has. It is left out rather than refused, and the trace says so. */
export class LeftOut {
  readonly #blocks = new Set<string>();
  readonly #tools = new Set<string>();
  readonly #parameters = new Set<string>();

  get isEmpty(): boolean {
    return this.#blocks.size + this.#tools.size + this.#parameters.size === 0;
  }

  block(type: string): void {
    this.#blocks.add(type);
  }

  tool(type: string): void {
    this.#tools.add(type);
  }

  parameter(name: string): void {
    this.#parameters.add(name);
  }

  report(note: (note: PreparationNote) => void): void {
    if (this.#blocks.size > 0) {
      note({ code: 'history-mended', detail: `Left out of the messages: ${[...this.#blocks].join(', ')}.` });
    }
    if (this.#tools.size > 0) {
      const detail = `Left out of the tools, since Anthropic's own service alone has them: ${[...this.#tools].join(', ')}.`;
      note({ code: 'parameters-dropped', detail });
    }
    if (this.#parameters.size > 0) {
      note({ code: 'parameters-dropped', detail: `Left out: ${[...this.#parameters].join(', ')}.` });
    }
  }
}
