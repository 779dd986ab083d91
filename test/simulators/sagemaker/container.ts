import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';

export type Json = Readonly<Record<string, unknown>>;

/** What the model behind an endpoint says. */
export interface ContainerAnswer {
  readonly text?: string;
  /** TGI: `eos_token`, `length` or `stop_sequence`; in OpenAI's dialect `stop` or `length`. */
  readonly reason?: string;
  /** Tokens; TGI tells both only at the end of a stream, older ones not at all. */
  readonly counts?: { readonly input: number; readonly output: number };
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  /** Sends these lines in place of its own. */
  readonly lines?: readonly string[];
  /** Sends this JSON in place of its own whole answer. */
  readonly json?: unknown;
}

/** A container's refusal; SageMaker wraps it into its ModelError. */
export class ContainerRefusal extends Error {
  readonly status: number;

  constructor(status: number, body: unknown) {
    super(JSON.stringify(body));
    this.status = status;
  }
}

export interface Container {
  /** Throws ContainerRefusal for a body that it does not take. */
  check(body: Json, stream: boolean): void;
  echo(body: Json): ContainerAnswer;
  whole(answer: ContainerAnswer, body: Json): unknown;
  /** Server-sent events, each with its blank line. */
  lines(answer: ContainerAnswer, body: Json): readonly string[];
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** Bytes of the container in SageMaker's framing, which knows nothing of their lines. */
export function payloadFrame(bytes: Uint8Array): Uint8Array {
  return codec.encode({
    headers: {
      ':event-type': { type: 'string', value: 'PayloadPart' },
      ':content-type': { type: 'string', value: 'application/octet-stream' },
      ':message-type': { type: 'string', value: 'event' },
    },
    body: bytes,
  });
}
