import { isDeepStrictEqual } from 'node:util';
import { GatewayError } from '../../domain/errors.ts';
import type { JsonValue } from '../../domain/json.ts';
import { type Assignment, assign, indexOfItem, isAssigned, type PathStep, valueAt } from '../assignments.ts';
import type { DocumentFormat, Location } from './documentFormat.ts';
import { jsoncFormat, jsonFormat } from './jsonFormat.ts';
import { tomlFormat } from './tomlFormat.ts';
import { yamlFormat } from './yamlFormat.ts';

export const formatNames = ['json', 'jsonc', 'yaml', 'toml'] as const;
export type FormatName = (typeof formatNames)[number];

const FORMATS: Readonly<Record<FormatName, DocumentFormat>> = {
  json: jsonFormat,
  jsonc: jsoncFormat,
  yaml: yamlFormat,
  toml: tomlFormat,
};

/** Either the value that a settings file holds, or the fact that it holds something else. */
export type SettingsDocument =
  | { readonly state: 'absent'; readonly value: undefined; readonly text: undefined }
  | { readonly state: 'valid'; readonly value: JsonValue | undefined; readonly text: string }
  | { readonly state: 'unparseable'; readonly value: undefined; readonly text: undefined };

export function titleOfFormat(format: FormatName): string {
  return FORMATS[format].title;
}

/** Decodes a settings file. The value of a blank file is undefined: there is nothing in it to lose. */
export function readDocument(format: FormatName, bytes: Uint8Array | undefined): SettingsDocument {
  if (bytes === undefined) return { state: 'absent', value: undefined, text: undefined };
  const text = decode(bytes);
  if (text?.trim() === '') return { state: 'valid', value: undefined, text };
  const value = text === undefined ? undefined : FORMATS[format].parse(text);
  if (text === undefined || typeof value !== 'object' || value === null) {
    return { state: 'unparseable', value: undefined, text: undefined };
  }
  return { state: 'valid', value, text };
}

/**
 * The text with all assignments made; comments and every other value stay. Throws GatewayError `conflict` where the
 * result would not say exactly that (a construction of the format that cannot be edited in place).
 */
export function editDocument(format: FormatName, text: string, assignments: readonly Assignment[]): string {
  const before = parse(format, text);
  const wanted = assignments.reduce((value, assignment) => assign(value, assignment.path, assignment.value), before);
  const edited = tryEdit(format, text, assignments, wanted);
  if (edited !== undefined && isDeepStrictEqual(parse(format, edited), wanted)) return edited;
  throw new GatewayError('conflict', `This ${titleOfFormat(format)} cannot be edited in place without risk.`);
}

function tryEdit(
  format: FormatName,
  text: string,
  assignments: readonly Assignment[],
  wanted: JsonValue | undefined,
): string | undefined {
  if (text.trim() === '') return wanted === undefined ? text : FORMATS[format].write(wanted);
  try {
    return assignments.reduce((result, assignment) => editOne(format, result, assignment), text);
  } catch {
    return undefined;
  }
}

function editOne(format: FormatName, text: string, assignment: Assignment): string {
  const { path, value } = assignment;
  const document = parse(format, text);
  if (isAssigned(document, assignment)) return text;
  const missing = missingItem(document, path);
  if (missing === undefined) return FORMATS[format].edit(text, locate(document, path), value);
  const rest = path.slice(missing.depth + 1);
  const item = assign({ [missing.item.key]: missing.item.value }, rest, value);
  return FORMATS[format].edit(text, locate(document, path.slice(0, missing.depth + 1)), item);
}

/** The first step of a path that names a list's element which is not there. */
function missingItem(document: JsonValue | undefined, path: readonly PathStep[]) {
  for (const [depth, item] of path.entries()) {
    if (typeof item !== 'string' && valueAt(document, path.slice(0, depth + 1)) === undefined) return { depth, item };
  }
  return undefined;
}

/** Names, and positions for elements of lists; one that is not there yet goes last. */
function locate(document: JsonValue | undefined, path: readonly PathStep[]): Location {
  return path.map((step, depth) => {
    if (typeof step === 'string') return step;
    const list = valueAt(document, path.slice(0, depth));
    const index = indexOfItem(list, step);
    return index === -1 && Array.isArray(list) ? list.length : Math.max(index, 0);
  });
}

function parse(format: FormatName, text: string): JsonValue | undefined {
  return text.trim() === '' ? undefined : FORMATS[format].parse(text);
}

/** Strict: replaced bytes or a dropped byte order mark would not survive a round trip. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
