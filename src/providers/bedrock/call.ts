import type { ConverseRequest, ConverseStreamResponse } from '@aws-sdk/client-bedrock-runtime';
import type { ChatEvent } from '../../domain/chat.ts';
import type { GatewayError } from '../../domain/errors.ts';
import type { ChatAnswer } from '../../domain/ports.ts';
import { toStreamEvents } from './answer/streamEvents.ts';
import { toChatEvents } from './answer/wholeAnswer.ts';
import type { Lease } from './connection/connectionPool.ts';
import type { CredentialSource } from './connection/credentialSource.ts';
import { type ObservedResponse, passedOn } from './exchange.ts';
import { toProviderError } from './failure/providerError.ts';
import type { PreparedRequest } from './request/converseRequest.ts';

/** One call to Bedrock, ready to be sent. */
export interface BedrockCall {
  readonly modelId: string;
  readonly prepared: PreparedRequest;
  readonly lease: Lease;
  readonly source: CredentialSource;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Sends a call and waits for the whole answer. Throws GatewayError. */
export async function sendWhole(call: BedrockCall): Promise<ChatAnswer> {
  const { ConverseCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const input = toInput(call);
  const { client, watches } = call.lease.connection;
  let observed: ObservedResponse | undefined;
  watches.set(input, {
    headers: call.headers,
    stream: false,
    onResponse: (response) => {
      observed = response;
    },
  });
  try {
    const output = await client.send(new ConverseCommand(input), { abortSignal: call.signal });
    return toAnswer(call, observed, iterate(toChatEvents(output, call.prepared)));
  } catch (error) {
    throw failed(call, error, observed?.requestId);
  } finally {
    call.lease.release();
  }
}

/** Sends a call and returns when Bedrock's good headers are there. Throws GatewayError, later on from the events. */
export async function sendStream(call: BedrockCall): Promise<ChatAnswer> {
  const { ConverseStreamCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const input = toInput(call);
  const { client, watches } = call.lease.connection;
  const headers = new Promise<ObservedResponse>((resolve) => {
    watches.set(input, { headers: call.headers, stream: true, onResponse: resolve });
  });
  const sent = client.send(new ConverseStreamCommand(input), { abortSignal: call.signal });
  try {
    // A refusal rejects `sent`; a good answer resolves `headers` first.
    const observed = await Promise.race([headers, sent.then(() => headers)]);
    sent.catch(() => undefined);
    return toAnswer(call, observed, streamEvents(call, observed, sent));
  } catch (error) {
    call.lease.release();
    throw failed(call, error, undefined);
  }
}

function streamEvents(
  call: BedrockCall,
  observed: ObservedResponse,
  sent: Promise<ConverseStreamResponse>,
): AsyncIterable<ChatEvent> {
  const close = (): void => {
    observed.destroy();
    call.lease.release();
  };
  call.signal.addEventListener('abort', close, { once: true });
  return toStreamEvents({
    open: async () => requireStream((await sent).stream),
    traits: call.prepared,
    toError: (thrown) => failed(call, thrown, observed.requestId),
    close: () => {
      call.signal.removeEventListener('abort', close);
      close();
    },
  });
}

function requireStream<Stream>(stream: Stream | undefined): Stream {
  if (stream === undefined) throw new Error('The answer has no stream.');
  return stream;
}

function toInput(call: BedrockCall): ConverseRequest {
  return { ...call.prepared.input, modelId: call.modelId };
}

function toAnswer(
  call: BedrockCall,
  observed: ObservedResponse | undefined,
  events: AsyncIterable<ChatEvent>,
): ChatAnswer {
  return {
    headers: passedOn(observed?.headers ?? {}),
    region: call.lease.connection.region,
    upstreamRequestId: observed?.requestId,
    events,
  };
}

/** Refused credentials also give the connection up, so that renewed ones are found by the next request. */
function failed(call: BedrockCall, thrown: unknown, requestId: string | undefined): GatewayError {
  const error = toProviderError(thrown, { signal: call.signal, source: call.source, requestId });
  if (error.kind === 'authentication') call.lease.retire();
  return error;
}

async function* iterate(events: readonly ChatEvent[]): AsyncGenerator<ChatEvent> {
  yield* events;
}
