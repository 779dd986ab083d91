import { isObject, parseJson } from '../../domain/json.ts';

/** What a server said about a failure, whatever form it gave it. */
export interface UpstreamFault {
  readonly message?: string | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
}

const MAX_TEXT = 1000;

/**
 * Reads the body of an answer with a status of failure, as leniently as can be: an error object, FastAPI's `{detail}`, a bare
 * `{message}`, plain text. An HTML page says nothing.
 */
export function readFault(text: string): UpstreamFault {
  const json = parseJson(text);
  if (json === undefined) return plainText(text);
  const fault = faultOf(json);
  if (fault !== undefined || !isObject(json)) return fault ?? {};
  return json['detail'] === undefined ? fromFields(json) : { message: detailText(json['detail']) };
}

/**
 * The error object in a JSON value: OpenAI's `{error: {message, type, code, param}}`, `{error: "text"}`, Google's list of
 * one, vLLM's older `{object: "error", message, type, code}`. Undefined where the value reports no error.
 */
export function faultOf(json: unknown): UpstreamFault | undefined {
  const value = Array.isArray(json) ? json[0] : json;
  if (!isObject(value)) return undefined;
  const error = value['error'];
  if (typeof error === 'string') return { ...fromFields(value), message: error };
  if (isObject(error)) return fromFields(error);
  return value['object'] === 'error' || value['type'] === 'error' ? fromFields(value) : undefined;
}

function fromFields(fields: Readonly<Record<string, unknown>>): UpstreamFault {
  return {
    message: asText(fields['message']) ?? asText(fields['msg']),
    type: asText(fields['type']),
    code: asText(fields['code']),
    param: asText(fields['param']),
  };
}

function plainText(text: string): UpstreamFault {
  const plain = text.trim();
  return plain === '' || plain.startsWith('<') ? {} : { message: plain.slice(0, MAX_TEXT) };
}

function detailText(detail: unknown): string {
  if (typeof detail === 'string') return detail;
  return (faultOf(detail)?.message ?? JSON.stringify(detail)).slice(0, MAX_TEXT);
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}
