import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../domain/json.ts';
import { type FormatName, readDocument } from './documents/settingsDocument.ts';

/** Time stamps that programs renew by themselves. */
const RENEWED = new Set(['updatedAt']);
const WHOLE_FILE = 'the whole file';

/**
 * Names of the values that differ between two texts of a settings file; empty where they say the same, whatever their
 * layout. Without a format, and for texts that are not of it, only bytes count.
 */
export function findDifferences(
  format: FormatName | undefined,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
): readonly string[] {
  if (sameBytes(before, after)) return [];
  if (format === undefined || before === undefined || after === undefined) return [WHOLE_FILE];
  const [left, right] = [readDocument(format, before), readDocument(format, after)];
  if (left.state !== 'valid' || right.state !== 'valid') return [WHOLE_FILE];
  return differences(left.value, right.value, '');
}

function differences(left: unknown, right: unknown, name: string): readonly string[] {
  if (isDeepStrictEqual(left, right)) return [];
  if (!isObject(left) || !isObject(right)) return [name === '' ? WHOLE_FILE : name];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((key) => !RENEWED.has(key));
  return keys.flatMap((key) => differences(left[key], right[key], name === '' ? key : `${name}.${key}`));
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Buffer.compare(left, right) === 0;
}
