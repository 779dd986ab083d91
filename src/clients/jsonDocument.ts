import { isObject, type JsonObject, parseJson } from '../domain/json.ts';

/** Either the object that a file holds, or the fact that it holds something else. */
export type JsonDocument =
  | { readonly state: 'absent'; readonly object: JsonObject; readonly text: undefined }
  | { readonly state: 'valid'; readonly object: JsonObject; readonly text: string }
  | { readonly state: 'unparseable'; readonly object: undefined; readonly text: undefined };

/** Decodes a settings file. A blank file counts as an empty object: there is nothing in it to lose. */
export function readJsonDocument(bytes: Uint8Array | undefined): JsonDocument {
  if (bytes === undefined) return { state: 'absent', object: {}, text: undefined };
  const text = decode(bytes);
  if (text === undefined) return { state: 'unparseable', object: undefined, text: undefined };
  if (text.trim() === '') return { state: 'valid', object: {}, text };
  const object = parseJson(text);
  return isJsonRoot(object)
    ? { state: 'valid', object, text }
    : { state: 'unparseable', object: undefined, text: undefined };
}

/** Two spaces, and the old text's habit at its end; `newline` decides for a new file. */
export function writeJsonDocument(object: JsonObject, oldText: string | undefined, newline: boolean): string {
  const ending = (oldText === undefined ? newline : oldText.endsWith('\n')) ? '\n' : '';
  return `${JSON.stringify(object, null, 2)}${ending}`;
}

/** Strict: replaced bytes or a dropped byte order mark would not survive a round trip. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isJsonRoot(value: unknown): value is JsonObject {
  return isObject(value);
}
