import { GatewayError } from '../../domain/errors.ts';
import { type CredentialSource, profileOf } from '../aws/credentialSource.ts';
import { credentialAdvice } from '../aws/failure/credentialAdvice.ts';
import { redact } from '../aws/failure/redact.ts';

/** A failure of the OpenAI-shaped server under this provider's name, with what to do when the credentials are refused. */
export function toMantleError(thrown: unknown, source: CredentialSource): unknown {
  if (!(thrown instanceof GatewayError)) return thrown;
  const { kind, status, type, param, retryable, retryAfterMs, providerCode, upstreamRequestId, cause } = thrown;
  const words = redact(thrown.message);
  const isRefused = kind === 'authentication' || (status === 403 && profileOf(source) !== undefined);
  const message = isRefused ? `${credentialAdvice(source)} (${words})` : words;
  const options = { status, type, param, retryable, retryAfterMs, providerCode, upstreamRequestId, cause };
  return new GatewayError(kind, message, { ...options, provider: 'bedrock_mantle' });
}

/** The same for failures in the midst of an answer. */
export async function* withMantleErrors<Item>(
  items: AsyncIterable<Item>,
  source: CredentialSource,
): AsyncGenerator<Item> {
  try {
    for await (const item of items) yield item;
  } catch (error) {
    throw toMantleError(error, source);
  }
}
