import type { ToolUseBlock } from '@aws-sdk/client-bedrock-runtime';
import { isObject } from '../../domain/json.ts';

/** The SDK's type for free-form JSON. */
export type DocumentValue = Exclude<ToolUseBlock['input'], undefined>;
export type DocumentObject = { [key: string]: DocumentValue };

/** Any value as free-form JSON: undefined members are left out, what JSON cannot carry becomes null. */
export function toDocument(value: unknown): DocumentValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(toDocument);
  return isObject(value) ? toDocumentObject(value) : null;
}

export function toDocumentObject(value: Readonly<Record<string, unknown>>): DocumentObject {
  const document: DocumentObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) document[key] = toDocument(member);
  }
  return document;
}
