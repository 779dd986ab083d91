import type { Clock, Logger } from '../../domain/ports.ts';
import type { Environment } from '../network/environment.ts';
import type { Dispatchers } from './dispatchers.ts';
import type { Target } from './target.ts';
import type { AnswerBody } from './upstreamAnswer.ts';

export interface OpenaiDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Variables such as `OPENAI_API_KEY`, `OPENAI_API_BASE`, `HTTPS_PROXY`. */
  readonly environment: Environment;
}

export interface OpenaiContext extends OpenaiDependencies {
  readonly dispatchers: Dispatchers;
}

/** One request to a server and what errors about it need. */
export interface Exchange {
  readonly context: OpenaiContext;
  readonly target: Target;
  readonly signal: AbortSignal;
}

/** A good status has been seen; the body is still to be read. */
export interface OpenedExchange extends Exchange {
  /** Lower case; repeated headers are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly upstreamRequestId: string | undefined;
  readonly body: AnswerBody;
}
