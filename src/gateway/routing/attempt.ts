import type { Deployment } from '../../domain/deployment.ts';
import type { GatewayError } from '../../domain/errors.ts';
import type { Provider, ProviderCall } from '../../domain/ports.ts';
import type { AttemptDeadline } from '../attemptDeadline.ts';
import type { RequestFallbacks } from './requestFallbacks.ts';

/** What a request asks of the router besides its model. */
export interface DispatchOptions {
  readonly numRetries: number | undefined;
  readonly disableFallbacks: boolean;
  /** Replace the config's lists for this request. */
  readonly fallbacks: RequestFallbacks;
  readonly timeoutMs: number | undefined;
  /** For a stream in place of `timeoutMs`. */
  readonly streamTimeoutMs: number | undefined;
  /** The body's own `drop_params`. */
  readonly dropParams: boolean;
  /** Switches of the body that let something fail, or answer, without a provider. Undefined where it has none. */
  readonly mocks: MockSwitches | undefined;
}

/** Source: LiteLLM's mock_testing_* parameters. */
export interface MockSwitches {
  readonly fallbacks: boolean;
  readonly contextFallbacks: boolean;
  readonly contentPolicyFallbacks: boolean;
  readonly rateLimit: boolean;
  readonly timeout: boolean;
  readonly response: string | undefined;
}

/** One try: resolves with an answer of which something good has been seen, or throws. */
export type Attempt<Answer> = (target: AttemptTarget) => Promise<Answer>;

export interface AttemptTarget {
  readonly provider: Provider;
  readonly deployment: Deployment;
  readonly call: ProviderCall;
  readonly deadline: AttemptDeadline;
  /** The group differs from the one that was asked for. */
  readonly fellBack: boolean;
  /** Fields that a fallback of the request's own sets in place of the body's. */
  readonly bodyOverride: Readonly<Record<string, unknown>> | undefined;
  /** Says that nothing more of this attempt is to come, and how it ended; the first word counts. */
  end(error?: GatewayError): void;
}
