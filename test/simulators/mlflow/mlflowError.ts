/** What MLflow answers when it refuses. */
export class MlflowError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function invalid(message: string): never {
  throw new MlflowError(400, 'INVALID_PARAMETER_VALUE', message);
}

export function missing(message: string): never {
  throw new MlflowError(404, 'RESOURCE_DOES_NOT_EXIST', message);
}
