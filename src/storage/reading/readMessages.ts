import { type ErrorKind, GatewayError } from '../../domain/errors.ts';
import type { LedgerReads } from './ledgerReads.ts';

/** What the thread is started with. */
export interface ReaderStart {
  readonly file: string;
}

/** A call of a method of `LedgerReads`. */
export interface ReadQuestion {
  readonly id: number;
  readonly store: keyof LedgerReads;
  readonly method: string;
  readonly values: readonly unknown[];
}

/** An error loses its class on the way between threads. */
interface PlainError {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly param: string | undefined;
  readonly retryable: boolean;
}

export type ReadAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: PlainError };

export function toPlainError({ kind, message, param, retryable }: GatewayError): PlainError {
  return { kind, message, param, retryable };
}

export function fromPlainError({ kind, message, param, retryable }: PlainError): GatewayError {
  return new GatewayError(kind, message, { param, retryable });
}
