import type { ErrorPolicy, PolicyError } from '../../domain/routing/routerSettings.ts';

const NAMES = {
  'bad-request': 'BadRequestError',
  authentication: 'AuthenticationError',
  timeout: 'TimeoutError',
  'rate-limit': 'RateLimitError',
  'content-policy': 'ContentPolicyViolationError',
  'internal-server': 'InternalServerError',
} as const satisfies Record<PolicyError, string>;

type Suffix = 'Retries' | 'AllowedFails';
type Written<S extends Suffix> = {
  readonly [Name in `${(typeof NAMES)[PolicyError]}${S}`]?: number | undefined;
};

/** A policy as the config has it, by the router's own words. */
export function readErrorPolicy<S extends Suffix>(written: Written<S> | undefined, suffix: S): ErrorPolicy | undefined {
  if (written === undefined) return undefined;
  const counts: Readonly<Record<string, number | undefined>> = written;
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([kind, name]) => {
      const count = counts[`${name}${suffix}`];
      return count === undefined ? [] : [[kind, count]];
    }),
  );
}
