/** Takes a stream of server-sent events apart as it comes, and gives the `data:` of each event that is complete. */
export class SseData {
  #rest = '';

  /** The data of the events that end in this piece. */
  read(piece: string): readonly string[] {
    const events = `${this.#rest}${piece}`.replaceAll('\r\n', '\n').split('\n\n');
    this.#rest = events.pop() ?? '';
    return events.flatMap((event) => {
      const lines = event.split('\n').filter((line) => line.startsWith('data:'));
      return lines.length === 0 ? [] : [lines.map((line) => line.slice('data:'.length).trimStart()).join('\n')];
    });
  }
}
