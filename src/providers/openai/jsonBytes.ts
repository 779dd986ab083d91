import { WORTH_OUTLINING } from '../../domain/jsonOutline.ts';
import type { JsonSource } from '../../domain/ports.ts';

const OPEN_BRACKET = 0x5b;

type Body = Readonly<Record<string, unknown>>;

/**
 * A body in JSON. Its values that are those of the client's body stay the client's bytes, which are not copied: a long
 * conversation is not written anew for another model's name, nor for a message of it that was changed. Several pieces
 * are to be sent one after the other.
 */
export function toJsonBytes(body: Body, source: JsonSource | undefined): string | readonly Uint8Array[] {
  if (source === undefined || source.bytes.length < WORTH_OUTLINING) return JSON.stringify(body);
  const pieces = new JsonPieces(source);
  let separator = '{';
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    pieces.write(`${separator}${JSON.stringify(name)}:`);
    separator = ',';
    pieces.field(name, value);
  }
  pieces.write(separator === '{' ? '{}' : '}');
  return pieces.end();
}

/** Text that is written, and bytes of the client's between. */
class JsonPieces {
  readonly #source: JsonSource;
  readonly #pieces: Uint8Array[] = [];
  #written = '';
  /** What is to be taken of the client's bytes next: neighbours leave as one. */
  #start = 0;
  #end = 0;

  constructor(source: JsonSource) {
    this.#source = source;
  }

  write(text: string): void {
    this.#take();
    this.#written += text;
  }

  field(name: string, value: unknown): void {
    const field = isLarge(value) ? this.#source.fields.get(name) : undefined;
    const theirs = this.#source.value[name];
    if (field !== undefined && theirs === value) this.#copy(field.start, field.end);
    else if (Array.isArray(value) && Array.isArray(theirs) && field?.items?.length === theirs.length) {
      this.#list(value, theirs, [field.start, ...field.items]);
    } else this.write(JSON.stringify(value));
  }

  end(): readonly Uint8Array[] {
    this.#take();
    this.#flush();
    return this.#pieces;
  }

  /** A list of which some items are the client's, at their places; `ends[index]` is where the item's bytes begin. */
  #list(items: readonly unknown[], theirs: readonly unknown[], ends: readonly number[]): void {
    this.write('[');
    for (const [index, item] of items.entries()) {
      const [start, end] = [ends[index], ends[index + 1]];
      if (item !== theirs[index] || start === undefined || end === undefined) {
        this.write(`${index === 0 ? '' : ','}${JSON.stringify(item) ?? 'null'}`);
        // Before the first item's bytes stands the bracket, before the others' their comma.
      } else this.#copy(index === 0 ? this.#bracketAfter(start) + 1 : start, end);
    }
    this.write(']');
  }

  /** Before the bracket of a list are blanks, if anything. */
  #bracketAfter(start: number): number {
    let at = start;
    while (this.#source.bytes.at(at) !== OPEN_BRACKET) at += 1;
    return at;
  }

  #copy(start: number, end: number): void {
    if (start !== this.#end) {
      this.#take();
      this.#start = start;
    }
    this.#end = end;
  }

  #take(): void {
    if (this.#end === 0) return;
    this.#flush();
    this.#pieces.push(...this.#source.bytes.pieces(this.#start, this.#end));
    this.#end = 0;
  }

  #flush(): void {
    if (this.#written !== '') this.#pieces.push(Buffer.from(this.#written));
    this.#written = '';
  }
}

/** Equal numbers and short texts are written as soon as found. */
function isLarge(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > WORTH_OUTLINING);
}
