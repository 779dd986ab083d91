import { cutText } from '../domain/cutText.ts';
import { GatewayError } from '../domain/errors.ts';
import { shortDigest } from './digest.ts';

/** Characters of a name that a client makes up: models, customers, sessions, traces, tags. An ARN of Bedrock has some 100. */
const LONGEST_NAME = 512;
/** Of those, for the digest that stands for the rest. */
const DIGEST_LENGTH = 25;

/**
 * A name as it is kept in rows, sums, labels and memory. Of a longer one the beginning and a digest of the whole, so that
 * two long names stay two.
 */
export function boundedName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return `${cutText(name, LONGEST_NAME - DIGEST_LENGTH)}~${shortDigest(name)}`;
}

/** Throws `bad-request` for a model's name that is no model's. */
export function requireModelName(name: unknown): void {
  if (typeof name !== 'string' || name.length <= LONGEST_NAME) return;
  throw new GatewayError(
    'bad-request',
    `model: a name has ${LONGEST_NAME} characters at most, this one ${name.length}`,
    {
      param: 'model',
    },
  );
}
