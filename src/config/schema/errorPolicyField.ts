import { amount, section } from './fields.ts';

const ERRORS = [
  ['BadRequestError', 'Refused requests (400).'],
  ['AuthenticationError', 'Refused credentials (401).'],
  ['TimeoutError', 'Attempts that took too long.'],
  ['RateLimitError', 'Throttled requests (429).'],
  ['ContentPolicyViolationError', 'Refusals of a content filter.'],
  ['InternalServerError', 'Failures of the other side (500 and above).'],
] as const;

/** `BadRequestErrorRetries: 2` and so on; `suffix` is `Retries` or `AllowedFails`. */
export function errorPolicy<const Suffix extends string>(suffix: Suffix, description: string) {
  const entries = ERRORS.map(([error, words]) => [`${error}${suffix}`, amount(words)] as const);
  return section(
    Object.fromEntries(entries) as Record<`${(typeof ERRORS)[number][0]}${Suffix}`, ReturnType<typeof amount>>,
    description,
  );
}
