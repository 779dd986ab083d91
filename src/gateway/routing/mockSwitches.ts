/** Failures that a request asks for, to see what the router makes of them. Source: LiteLLM's router.py and main.py. */
import { GatewayError } from '../../domain/errors.ts';
import type { AttemptDeadline } from '../attemptDeadline.ts';
import type { MockSwitches } from './attempt.ts';
import type { ChosenAttempt } from './routedRequest.ts';

/** Throws the error that the group was to have before it is asked. */
export function throwMocked(mocks: MockSwitches | undefined, group: string): void {
  if (mocks === undefined) return;
  if (mocks.fallbacks) {
    throw new GatewayError('internal', `This is a mock exception for model=${group}, to trigger a fallback.`);
  }
  if (mocks.contextFallbacks) {
    throw new GatewayError(
      'context-window',
      `This is a mock exception for model=${group}, to trigger a context window fallback.`,
    );
  }
  if (mocks.contentPolicyFallbacks) {
    throw new GatewayError(
      'content-policy',
      `This is a mock exception for model=${group}, to trigger a content policy fallback.`,
    );
  }
}

/** Whether the attempt is to run out of time; the fallbacks of a request that asked for it are real. */
export function mocksTimeout(
  mocks: MockSwitches | undefined,
  { destination, deployment }: Pick<ChosenAttempt, 'destination' | 'deployment'>,
): boolean {
  return (mocks?.timeout === true && !destination.fellBack) || deployment.defaults['mock_timeout'] === true;
}

/** Never answers; throws when the attempt's time is over. */
export async function waitForTimeout({ signal }: AttemptDeadline): Promise<never> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  throw signal.reason;
}

const EXCEPTION = /^(?:litellm\.|Exception:\s*)(\w+)/;

const MOCKED_ERRORS: Readonly<Record<string, GatewayError['kind']>> = {
  RateLimitError: 'rate-limit',
  InternalServerError: 'internal',
  ContextWindowExceededError: 'context-window',
  ContentPolicyViolationError: 'content-policy',
  content_filter_policy: 'content-policy',
  AuthenticationError: 'authentication',
  BadRequestError: 'bad-request',
  NotFoundError: 'not-found',
  Timeout: 'timeout',
};

/** The error that a `mock_response` such as `litellm.RateLimitError` stands for; undefined for one that is a text. */
export function mockedError(response: string): GatewayError | undefined {
  const name = EXCEPTION.exec(response)?.[1];
  const kind = name === undefined ? undefined : MOCKED_ERRORS[name];
  return kind === undefined ? undefined : new GatewayError(kind, `This is a mock ${name}.`);
}
