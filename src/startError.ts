import { toGatewayError } from './domain/errors.ts';

export type StartFailure = 'port-taken' | 'config-broken' | 'home-unusable' | 'internal';

/** Why the gateway could not start: a code for which the editor has an action, and one line for a person. */
export class StartError extends Error {
  readonly code: StartFailure;

  constructor(code: StartFailure, cause: unknown) {
    super(describe(cause), { cause });
    this.name = 'StartError';
    this.code = code;
  }

  /** Runs a step of the start; what it throws becomes a StartError with this code. */
  static async wrap<Result>(code: StartFailure, step: () => Promise<Result>): Promise<Result> {
    try {
      return await step();
    } catch (cause) {
      throw cause instanceof StartError ? cause : new StartError(code, cause);
    }
  }
}

function describe(cause: unknown): string {
  const known = toGatewayError(cause);
  const text = known === cause || !(cause instanceof Error) ? known.message : cause.message;
  return text.replace(/\s*\n\s*/g, ' ');
}
