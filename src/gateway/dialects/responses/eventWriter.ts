/** Writes events as frames and numbers them from 0. */
export class EventWriter {
  #sequence = 0;

  /** `event:` and `data:` of one event; the data says its type again, as OpenAI's does. */
  write(type: string, fields: Readonly<Record<string, unknown>>): string {
    const data = { type, sequence_number: this.#sequence, ...fields };
    this.#sequence += 1;
    return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  }
}
