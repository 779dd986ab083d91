import type { Strings } from '../strings/strings.ts';
import { ApiError } from '../transport/apiError.ts';

/** Why a call failed, in the user's words; the gateway's own message where it sent one. */
export function explain(error: unknown, strings: Strings): string {
  if (!(error instanceof ApiError)) return strings.problems.unexpected;
  if (error.message !== '') return strings.said(error.message);
  if (error.status === 0) return strings.problems.unreachable;
  return error.status === 502 ? strings.problems.unexpected : strings.problems.server(error.status);
}
