import { type ErrorKind, GatewayError } from '../../../domain/errors.ts';
import type { CredentialSource } from '../credentialSource.ts';
import type { AwsService } from '../service.ts';
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

export interface AwsFailureContext extends FailureContext {
  readonly service: AwsService;
}

/** Any failure of a call as a GatewayError with the service's words. LiteLLM's prefixes are kept, clients match on them. */
export function toAwsError(thrown: unknown, context: AwsFailureContext): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  if (context.signal.aborted) return abortError(context.signal.reason, thrown, context.service);
  const facts = readSdkError(thrown);
  const kind = toErrorKind(facts);
  return new GatewayError(kind, messageOf(kind, facts, context), {
    provider: context.service.provider,
    providerCode: facts.name === 'Error' ? facts.code : (facts.code ?? facts.name),
    upstreamRequestId: facts.requestId ?? context.requestId,
    retryAfterMs: facts.retryAfterMs,
    cause: thrown,
  });
}

/** An abort carries the reason of whoever aborted: a time-out of the attempt, or a client that went away. */
function abortError(reason: unknown, cause: unknown, { provider, prefix }: AwsService): GatewayError {
  if (reason instanceof GatewayError) return reason;
  const timedOut = reason instanceof Error && reason.name === 'TimeoutError';
  const message = timedOut ? `${prefix}Timeout Error - the call timed out.` : 'The request was cancelled.';
  return new GatewayError(timedOut ? 'timeout' : 'cancelled', message, { provider, cause });
}

const KIND_PREFIXES: Readonly<Partial<Record<ErrorKind, string>>> = {
  'context-window': 'Context Window Error - ',
  'rate-limit': 'Rate Limit Error - ',
  timeout: 'Timeout Error - ',
};

function messageOf(kind: ErrorKind, facts: SdkErrorFacts, { service, source }: AwsFailureContext): string {
  const words = redact(facts.message) || facts.name;
  const prefix = `${service.prefix}${KIND_PREFIXES[kind] ?? ''}`;
  switch (kind) {
    case 'authentication':
      return `${prefix}${credentialAdvice(source)} (${facts.name}: ${words})`;
    case 'permission':
      return `${prefix}${words} (${facts.name}: ${service.permissionHint})`;
    case 'connection':
      return facts.statusCode === undefined
        ? `${prefix}Connection to ${service.name} failed: ${words}`
        : `${prefix}${words}`;
    default:
      return `${prefix}${words}`;
  }
}
