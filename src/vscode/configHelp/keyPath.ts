/** The key on a line of YAML: its name, where it stands, and how far it is indented. */
export interface KeyOnLine {
  readonly name: string;
  /** Of its first character, from 0. */
  readonly column: number;
  /** Behind the colon; '' where the value stands on further lines. */
  readonly value: string;
}

const KEY = /^([ \t]*(?:- +)*)(["']?)([\w.*/-]+)\2\s*:(?:\s+(.*))?$/;

export function keyOnLine(line: string): KeyOnLine | undefined {
  const match = KEY.exec(line);
  if (match === null) return undefined;
  const [, before = '', quote = '', name = '', value = ''] = match;
  return { name, column: before.length + quote.length, value: value.replace(/(?:^|\s)#.*$/, '').trim() };
}

/**
 * The keys above a place in a YAML text, outermost first, by indentation alone: a text in the middle of being typed has no
 * tree. `column` is how far the place is indented.
 */
export function keysAbove(lines: readonly string[], line: number, column: number): readonly string[] {
  const path: string[] = [];
  let limit = column;
  for (let at = line - 1; at >= 0 && limit > 0; at -= 1) {
    const key = keyOnLine(lines[at] ?? '');
    if (key === undefined || key.column >= limit) continue;
    path.unshift(key.name);
    limit = key.column - dashesBefore(lines[at] ?? '', key.column);
  }
  return path;
}

/** `  - name: x`: what is indented like the dash belongs to the list's key, not to the item. */
function dashesBefore(line: string, column: number): number {
  const dash = line.slice(0, column).indexOf('-');
  return dash === -1 ? 0 : column - dash;
}

/** Where a new key on this line is indented to: behind the dash, or behind the blanks. */
export function indentOf(line: string): number {
  return /^[ \t]*(?:- +)*/.exec(line)?.[0].length ?? 0;
}
