import { isObject, type JsonValue } from '../domain/json.ts';
import { type Assignment, assign, helpful, type PathStep, valueAt } from './assignments.ts';
import { editDocument, type FormatName, readDocument } from './documents/settingsDocument.ts';

export interface TakeBackRequest {
  readonly format: FormatName;
  /** The file before Torii's first change; undefined: there was none. */
  readonly original: Uint8Array | undefined;
  readonly current: Uint8Array;
  /** The values that Torii has set. */
  readonly paths: readonly (readonly PathStep[])[];
}

/**
 * The current text with Torii's own values as they were before; what has been changed beside them stays. Undefined:
 * nothing else is in the file, and there was none before. Throws GatewayError `conflict` where the text cannot be
 * edited in place.
 */
export function takeBackSettings({ format, original, current, paths }: TakeBackRequest): Uint8Array | undefined {
  const before = toJson(readDocument(format, original).value);
  const { value, text } = readDocument(format, current);
  const edits = planEdits(before, toJson(value), paths);
  const left = edits.reduce((document, edit) => assign(document, edit.path, edit.value), toJson(value));
  if (original === undefined && isHollow(left, undefined)) return undefined;
  return Buffer.from(editDocument(format, text ?? '', edits));
}

function planEdits(
  before: JsonValue | undefined,
  current: JsonValue | undefined,
  paths: readonly (readonly PathStep[])[],
): readonly Assignment[] {
  const edits: Assignment[] = [];
  let document = current;
  const set = (path: readonly PathStep[], value: JsonValue | undefined): void => {
    edits.push(helpful(path, value));
    document = assign(document, path, value);
  };
  for (const path of paths) {
    set(path, toJson(valueAt(before, path)));
    for (const parent of parentsOf(path)) {
      if (valueAt(before, parent) === undefined && isHollow(valueAt(document, parent), parent.at(-1)))
        set(parent, undefined);
    }
  }
  return edits;
}

/** The places above a value, innermost first; the root is none. */
function parentsOf(path: readonly PathStep[]): readonly (readonly PathStep[])[] {
  return path
    .slice(1)
    .map((_, index) => path.slice(0, index + 1))
    .toReversed();
}

/** Nothing left in it, but for the name by which a list's element is found. */
function isHollow(value: unknown, step: PathStep | undefined): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  const name = typeof step === 'object' ? step.key : undefined;
  return Object.keys(value).every((key) => key === name);
}

function toJson(value: unknown): JsonValue | undefined {
  const copy: JsonValue | undefined = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  return copy;
}
