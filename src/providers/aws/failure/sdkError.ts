import { isObject } from '../../../domain/json.ts';

/** What an error of the SDK, of Node or of the service tells. */
export interface SdkErrorFacts {
  /** The exception's type, e.g. `ThrottlingException`. */
  readonly name: string;
  readonly message: string;
  /** Node's code, e.g. `ECONNRESET`. */
  readonly code: string | undefined;
  readonly statusCode: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

export function readSdkError(thrown: unknown): SdkErrorFacts {
  const error = isObject(thrown) ? thrown : {};
  const metadata = isObject(error['$metadata']) ? error['$metadata'] : {};
  const response = isObject(error['$response']) ? error['$response'] : {};
  const headers = isObject(response['headers']) ? response['headers'] : {};
  return {
    name: textOf(error['name']) ?? 'UnknownError',
    message: textOf(error['message']) ?? '',
    code: textOf(error['code']) ?? causeCode(error['cause']),
    statusCode: numberOf(metadata['httpStatusCode']) ?? numberOf(response['statusCode']),
    requestId: textOf(metadata['requestId']) ?? textOf(headers['x-amzn-requestid']),
    retryAfterMs: retryAfterMs(headers['retry-after']),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function causeCode(cause: unknown): string | undefined {
  return isObject(cause) ? textOf(cause['code']) : undefined;
}

/** Seconds, as AWS writes it; a date is not used there. */
function retryAfterMs(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
