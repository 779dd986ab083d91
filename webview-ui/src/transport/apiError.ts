/** A call to the gateway's API that gave no usable answer. `status` 0 means that the gateway could not be reached. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** The message of an error body in LiteLLM's shape (`{error: {message}}`); undefined where there is none. */
export function errorMessage(body: unknown): string | undefined {
  if (!isRecord(body) || !isRecord(body['error'])) return undefined;
  const message = body['error']['message'];
  return typeof message === 'string' && message !== '' ? message : undefined;
}

/** True for the answer that asks for a login. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
