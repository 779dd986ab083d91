import { say } from '../../../domain/noteTexts.ts';
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
      note({ code: 'history-mended', detail: say('left-out-of-messages', { names: listed(this.#blocks) }) });
    }
    if (this.#tools.size > 0) {
      note({ code: 'parameters-dropped', detail: say('tools-of-anthropic', { names: listed(this.#tools) }) });
    }
    if (this.#parameters.size > 0) {
      note({ code: 'parameters-dropped', detail: say('left-out', { names: listed(this.#parameters) }) });
    }
  }
}

function listed(names: ReadonlySet<string>): string {
  return [...names].join(', ');
}
