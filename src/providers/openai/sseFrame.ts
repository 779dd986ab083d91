/** The fields of one server-sent event that matter here. A frame of comments alone has no data. */
export interface SseFrame {
  readonly event: string | undefined;
  readonly data: string | undefined;
}

const LINE_END = /\r\n|\n|\r/;

/** Reads one whole frame. Source: WHATWG HTML, "Parsing an event stream". */
export function readFrame(bytes: Buffer): SseFrame {
  const text = bytes.toString('utf8');
  // Nearly every frame is one line of data.
  const end = text.indexOf('\n');
  if (end === text.length - 2 && text.startsWith('data: ') && !text.includes('\r')) {
    return { event: undefined, data: text.slice(6, end) };
  }
  return readLines(text);
}

function readLines(text: string): SseFrame {
  let event: string | undefined;
  let data: string | undefined;
  for (const line of text.split(LINE_END)) {
    if (line.startsWith('data:')) {
      const value = fieldValue(line, 5);
      data = data === undefined ? value : `${data}\n${value}`;
    } else if (line.startsWith('event:')) {
      event = fieldValue(line, 6);
    }
  }
  return { event, data };
}

function fieldValue(line: string, from: number): string {
  return line.slice(line[from] === ' ' ? from + 1 : from);
}
