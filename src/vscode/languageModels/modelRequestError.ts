import { errorBodySchema } from '../../protocol/api.ts';

/** Codes of the editor's LanguageModelError. */
export type LanguageModelErrorCode = 'NoPermissions' | 'Blocked' | 'NotFound' | 'Unknown';

/** A request to a model failed. The message is for the user: the gateway's own words wherever it spoke. */
export class ModelRequestError extends Error {
  readonly code: LanguageModelErrorCode;
  /** The gateway does not know the key (any more). */
  readonly unknownKey: boolean;

  constructor(message: string, code: LanguageModelErrorCode = 'Unknown', unknownKey = false) {
    super(message);
    this.name = 'ModelRequestError';
    this.code = code;
    this.unknownKey = unknownKey;
  }

  static refused(status: number, body: unknown): ModelRequestError {
    const parsed = errorBodySchema.safeParse(body);
    if (!parsed.success)
      return new ModelRequestError(`The gateway answered with status ${status}.`, codeOf(status, ''));
    const { message, type } = parsed.data.error;
    return new ModelRequestError(message, codeOf(status, type, message), type === 'token_not_found_in_db');
  }

  static inStream(error: { readonly message: string; readonly type?: string | null | undefined }): ModelRequestError {
    return new ModelRequestError(error.message, codeOf(0, error.type ?? ''));
  }

  static notRunning(): ModelRequestError {
    return new ModelRequestError('The Torii gateway does not run. Start it with "Torii: Start Proxy".');
  }

  static unreachable(cause: unknown): ModelRequestError {
    const error = new ModelRequestError('The Torii gateway does not answer. "Torii: Show Logs" tells more.');
    error.cause = cause;
    return error;
  }

  static brokenOff(): ModelRequestError {
    return new ModelRequestError('The connection ended before the answer was complete.');
  }

  static filtered(): ModelRequestError {
    return new ModelRequestError("The provider's content filter held the answer back.", 'Blocked');
  }

  static brokenArguments(tool: string): ModelRequestError {
    return new ModelRequestError(`The model wrote arguments for the tool '${tool}' that are not a JSON object.`);
  }
}

/** Types of errors that are an order of somebody: a budget, a policy. */
const BLOCKED = new Set(['budget_exceeded', 'content_policy_violation', 'content_filter']);
const UNKNOWN_MODEL = /Invalid model name/;

function codeOf(status: number, type: string, message = ''): LanguageModelErrorCode {
  if (BLOCKED.has(type)) return 'Blocked';
  if (status === 401 || status === 403) return 'NoPermissions';
  if (status === 404 || UNKNOWN_MODEL.test(message)) return 'NotFound';
  return 'Unknown';
}
