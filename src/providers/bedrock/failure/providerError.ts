import { type ErrorKind, GatewayError } from '../../../domain/errors.ts';
import type { CredentialSource } from '../connection/credentialSource.ts';
import { credentialAdvice } from './credentialAdvice.ts';
import { toErrorKind } from './exceptionKinds.ts';
import { redact } from './redact.ts';
import { readSdkError, type SdkErrorFacts } from './sdkError.ts';

export interface FailureContext {
  readonly signal: AbortSignal;
  readonly source: CredentialSource;
  /** From the response's headers, for failures inside a stream. */
  readonly requestId?: string | undefined;
}

/** Any failure of a call as a GatewayError with the service's words. LiteLLM's prefixes are kept, clients match on them. */
export function toProviderError(thrown: unknown, context: FailureContext): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  if (context.signal.aborted) return abortError(context.signal.reason, thrown);
  const facts = readSdkError(thrown);
  const kind = toErrorKind(facts);
  return new GatewayError(kind, messageOf(kind, facts, context.source), {
    provider: 'bedrock',
    providerCode: facts.name === 'Error' ? facts.code : (facts.code ?? facts.name),
    upstreamRequestId: facts.requestId ?? context.requestId,
    retryAfterMs: facts.retryAfterMs,
    cause: thrown,
  });
}

/** An abort carries the reason of whoever aborted: a time-out of the attempt, or a client that went away. */
function abortError(reason: unknown, cause: unknown): GatewayError {
  if (reason instanceof GatewayError) return reason;
  const timedOut = reason instanceof Error && reason.name === 'TimeoutError';
  const message = timedOut ? 'BedrockException: Timeout Error - the call timed out.' : 'The request was cancelled.';
  return new GatewayError(timedOut ? 'timeout' : 'cancelled', message, { provider: 'bedrock', cause });
}

const PREFIXES: Readonly<Partial<Record<ErrorKind, string>>> = {
  'context-window': 'BedrockException: Context Window Error - ',
  'rate-limit': 'BedrockException: Rate Limit Error - ',
  timeout: 'BedrockException: Timeout Error - ',
};

function messageOf(kind: ErrorKind, facts: SdkErrorFacts, source: CredentialSource): string {
  const words = redact(facts.message) || facts.name;
  const prefix = PREFIXES[kind] ?? 'BedrockException: ';
  switch (kind) {
    case 'authentication':
      return `${prefix}${credentialAdvice(source)} (${facts.name}: ${words})`;
    case 'permission':
      return `${prefix}${words} (${facts.name}: the identity may lack bedrock:InvokeModel, or the model is not enabled for the account)`;
    case 'connection':
      return facts.statusCode === undefined ? `${prefix}Connection to Bedrock failed: ${words}` : `${prefix}${words}`;
    default:
      return `${prefix}${words}`;
  }
}
