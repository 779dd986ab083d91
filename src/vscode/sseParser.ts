const LINE_END = /\r?\n/;

/**
 * Reads the `data` of server-sent events from text that arrives in pieces. Comments and other fields are skipped;
 * an event that the stream's end cuts off is dropped, as the HTML standard has it.
 */
export class SseParser {
  #rest = '';
  #data: string[] = [];

  push(text: string): string[] {
    const lines = (this.#rest + text).split(LINE_END);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): string[] {
    if (line === '') return this.#finish();
    if (line.startsWith('data:')) this.#data.push(line.slice('data:'.length).replace(/^ /, ''));
    return [];
  }

  #finish(): string[] {
    if (this.#data.length === 0) return [];
    const event = this.#data.join('\n');
    this.#data = [];
    return [event];
  }
}
