import { ApiError, isRecord, isSignedOut } from '../transport/apiError.ts';

export const REFRESH_MS = 60_000;
const RETRY_MS = 5_000;

/** Milliseconds until the next try after a failure, or until the slow refresh; never by itself while a login is missing. */
export function refreshDelay(error: unknown): number | false {
  if (isSignedOut(error)) return false;
  return error === null ? REFRESH_MS : RETRY_MS;
}

/** The body as `T` if it has the fields that the page cannot do without. Throws ApiError for another server's answer. */
export function expectFields<T extends object>(body: unknown, fields: readonly (keyof T & string)[]): T {
  if (isRecord(body) && fields.every((field) => field in body)) return body as T;
  throw new ApiError(502, '');
}
