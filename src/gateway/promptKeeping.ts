import { AnswerCollector } from '../domain/chatAnswer.ts';
import { parseJson } from '../domain/json.ts';
import type { RelayChunk } from '../domain/ports.ts';
import { keepsPrompts, readPromptLimits, toKeptBody } from '../domain/promptStorage.ts';
import type { Caller } from '../domain/virtualKey.ts';
import type { GatewayContext } from './context.ts';

/** What is known of a request when it comes in. */
interface Asked {
  readonly callId: string;
  readonly caller: Caller;
  readonly body: Readonly<Record<string, unknown>>;
  readonly noLogHeader: string | undefined;
}

/** Takes the bodies of one request and its answer down, where config, key and request want that; else does nothing. */
export class PromptKeeping {
  readonly #context: GatewayContext;
  readonly #asked: Asked;
  readonly #wanted: boolean;
  #collector: AnswerCollector | undefined;
  #whole: Uint8Array | undefined;

  constructor(context: GatewayContext, asked: Asked) {
    this.#context = context;
    this.#asked = asked;
    const { current } = context.settings;
    this.#wanted = keepsPrompts({
      storePrompts: current.storePrompts,
      keyMetadata: asked.caller.role === 'key' ? asked.caller.key.metadata : undefined,
      body: asked.body,
      noLogHeader: asked.noLogHeader,
      document: current.document,
    });
  }

  /** A piece of a streamed answer. */
  observe({ events }: RelayChunk): void {
    if (!this.#wanted) return;
    this.#collector ??= new AnswerCollector();
    for (const event of events) this.#collector.add(event);
  }

  /** A whole answer, as it is sent. */
  answered(bytes: Uint8Array): void {
    if (this.#wanted) this.#whole = bytes;
  }

  /** The request is over: what was seen is kept, and nobody waits for it. */
  end(failure: unknown): void {
    if (!this.#wanted) return;
    const limits = readPromptLimits(this.#context.settings.current.document);
    const response = failure === undefined ? this.#answer() : { error: failure };
    void this.#context.prompts.keep(this.#asked.callId, {
      request: toKeptBody(this.#asked.body, limits),
      response: toKeptBody(response, limits),
    });
  }

  #answer(): unknown {
    if (this.#whole !== undefined) return parseJson(Buffer.from(this.#whole).toString('utf8'));
    const { text, thinking, toolCalls, finishReason } = (this.#collector ?? new AnswerCollector()).answer;
    return { streamed: true, text, thinking, tool_calls: toolCalls, finish_reason: finishReason };
  }
}
