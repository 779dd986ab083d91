import { GatewayError } from '../../domain/errors.ts';
import { PREFIX } from './service.ts';

/** A 400 of our own making: the request cannot be said in the container's words. `param` is a path into the request. */
export function badRequest(message: string, param?: string): GatewayError {
  return new GatewayError('bad-request', `${PREFIX}${message}`, { param, provider: 'sagemaker' });
}
