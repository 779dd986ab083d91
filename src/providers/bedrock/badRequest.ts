import { GatewayError } from '../../domain/errors.ts';

/** A 400 of our own making: the request cannot be said in Bedrock's words. `param` is a path into the request. */
export function badRequest(message: string, param?: string): GatewayError {
  return new GatewayError('bad-request', `BedrockException: ${message}`, { param, provider: 'bedrock' });
}
