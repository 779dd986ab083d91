import type { GatewayError } from '../../domain/errors.ts';

/** LiteLLM's and OpenAI's shape; `code` is the HTTP status as a string. */
export function toOpenAiError(error: GatewayError): {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
} {
  return {
    error: { message: error.message, type: error.type, param: error.param ?? null, code: String(error.status) },
  };
}
