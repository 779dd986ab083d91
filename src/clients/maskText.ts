import { isObject } from '../domain/json.ts';
import type { Assignment, PathStep } from './assignments.ts';
import { helpful } from './assignments.ts';
import { editDocument, readDocument } from './documents/settingsDocument.ts';
import { maskSecret, maskSecrets } from './maskSecrets.ts';
import type { SettingsFile } from './settingsFile.ts';

const KEY_LIKE = /\bsk-[\w-]{8,}/g;

/** A settings file's text as it may be shown: laid out as it is, comments included, with the words of secrets covered. */
export function maskText(file: Pick<SettingsFile, 'format' | 'allSecret'>, text: string): string {
  const { value } = readDocument(file.format, Buffer.from(text));
  const masked = maskSecrets(value, file.allSecret === true);
  return tryEdit(file, text, covers(value, masked, [])).replace(KEY_LIKE, maskSecret);
}

/** Where a text cannot be edited in place, its values alone are shown. */
function tryEdit(file: Pick<SettingsFile, 'format' | 'allSecret'>, text: string, edits: readonly Assignment[]): string {
  try {
    return editDocument(file.format, text, edits);
  } catch {
    const { value } = readDocument(file.format, Buffer.from(text));
    return `${JSON.stringify(maskSecrets(value, file.allSecret === true), null, 2)}\n`;
  }
}

/** The texts that masking has changed, as edits. Lists are replaced whole. */
function covers(value: unknown, masked: unknown, path: readonly PathStep[]): readonly Assignment[] {
  if (isObject(value) && isObject(masked)) {
    return Object.keys(value).flatMap((name) => covers(value[name], masked[name], [...path, name]));
  }
  const json = JSON.stringify(masked);
  return json === JSON.stringify(value) ? [] : [helpful(path, JSON.parse(json))];
}
