import { GatewayError } from '../../../domain/errors.ts';
import type { DailySpendFilter } from '../../../domain/spendReports.ts';
import type { Caller } from '../../../domain/virtualKey.ts';
import { toToken } from '../../digest.ts';
import { seesAll, userIdOf } from '../../management/scope.ts';

/** Whose requests a caller may see; nothing set is everybody's. */
export interface VisibleSpend {
  readonly token?: string | undefined;
  readonly userId?: string | undefined;
}

/** Administrators and viewers of everything see all; a key what its user spent, or where it has no user, what it spent itself. */
export function visibleSpend(caller: Caller): VisibleSpend {
  if (caller.role === 'admin' || seesAll(caller)) return {};
  const { token, userId } = caller.key;
  return userId === undefined ? { token } : { userId };
}

/**
 * The key and user that a request asks for, held against what its caller may see. A user may narrow down to one of the
 * user's keys. Throws `permission` for somebody else's.
 */
export function askedSpend(
  caller: Caller,
  asked: { readonly api_key?: string | undefined; readonly user_id?: string | undefined },
): VisibleSpend {
  const own = visibleSpend(caller);
  const token = asked.api_key === undefined ? undefined : toToken(asked.api_key);
  if (own.token !== undefined && token !== undefined && token !== own.token) {
    throw new GatewayError('permission', 'You are not allowed to see the spend of this key.', { param: 'api_key' });
  }
  if (!seesAll(caller) && asked.user_id !== undefined && asked.user_id !== userIdOf(caller)) {
    throw new GatewayError('permission', 'You are not allowed to see the spend of this user.', { param: 'user_id' });
  }
  return { token: own.token ?? token, userId: own.userId ?? asked.user_id };
}

/** The same as a filter of sums. */
export function visibleSums({ token, userId }: VisibleSpend): Pick<DailySpendFilter, 'token' | 'userId'> {
  return {
    token: token === undefined ? undefined : [token],
    userId: userId === undefined ? undefined : [userId],
  };
}
