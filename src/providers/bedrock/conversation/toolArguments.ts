import { isObject, parseJson } from '../../../domain/json.ts';
import { type DocumentObject, toDocumentObject } from '../documentValue.ts';

/**
 * Arguments as a model wrote them, as the objects Bedrock wants. One object mostly; several where a model glued
 * them together (`{"a":1}{"b":2}`); an empty one for nothing, for broken JSON and for JSON that is no object.
 */
export function toToolInputs(text: string): readonly DocumentObject[] {
  if (text.trim() === '') return [{}];
  const whole = parseJson(text);
  if (whole !== undefined) return [isObject(whole) ? toDocumentObject(whole) : {}];
  return gluedObjects(text) ?? [{}];
}

function gluedObjects(text: string): readonly DocumentObject[] | undefined {
  const inputs: DocumentObject[] = [];
  for (const piece of topLevelObjects(text)) {
    const value = parseJson(piece);
    if (!isObject(value)) return undefined;
    inputs.push(toDocumentObject(value));
  }
  return inputs.length > 0 ? inputs : undefined;
}

/** Cuts text after every brace that closes an outermost object; what stands between objects makes a broken piece. */
function topLevelObjects(text: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) {
        pieces.push(text.slice(start, at + 1));
        start = at + 1;
      }
    }
  }
  return isRest(text.slice(start)) ? [...pieces, text.slice(start)] : pieces;
}

function isRest(text: string): boolean {
  return text.trim() !== '';
}
