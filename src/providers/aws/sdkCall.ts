import type { ChatEvent } from '../../domain/chat.ts';
import type { GatewayError } from '../../domain/errors.ts';
import type { ChatAnswer } from '../../domain/ports.ts';
import type { Lease } from './connectionPool.ts';
import type { CredentialSource } from './credentialSource.ts';
import { type ObservedResponse, passedOn } from './exchange.ts';
import { toAwsError } from './failure/awsError.ts';
import type { AwsService } from './service.ts';

/** One call to a service through its SDK client, whatever the operation. */
export interface SdkCall<Client> {
  readonly service: AwsService;
  readonly lease: Lease<Client>;
  readonly source: CredentialSource;
  /** The deployment's own headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** The service's own reading of a failure, before the common one; undefined where it has none. */
  readonly recognise?: ((thrown: unknown) => GatewayError | undefined) | undefined;
}

/** An operation of the SDK. `input` is the very object that the command holds: the watch is found by it. */
export interface Operation<Client, Output> {
  readonly input: object;
  /** The body in place of the one that the SDK would write of the input. */
  readonly body?: Uint8Array | undefined;
  send(client: Client, options: { abortSignal: AbortSignal }): Promise<Output>;
}

/** A stream that was answered with good headers. Its body comes with `sent`. */
export interface OpenedStream<Output> {
  readonly sent: Promise<Output>;
  toError(thrown: unknown): GatewayError;
  /** Closes the socket and gives the connection back; safe to call more than once. */
  close(): void;
}

export interface WholeOutput<Output> {
  readonly output: Output;
  readonly observed: ObservedResponse | undefined;
}

/** Sends and waits for the whole answer; the lease stays with the caller. Throws GatewayError. */
export async function sendForOutput<Client, Output>(
  call: SdkCall<Client>,
  operation: Operation<Client, Output>,
): Promise<WholeOutput<Output>> {
  const { client, watches } = call.lease.connection;
  let observed: ObservedResponse | undefined;
  watches.set(operation.input, {
    headers: call.headers,
    body: operation.body,
    onResponse: (response) => {
      observed = response;
    },
  });
  try {
    return { output: await operation.send(client, { abortSignal: call.signal }), observed };
  } catch (error) {
    throw failed(call, error, observed?.requestId);
  }
}

/** Sends and waits for the whole answer. Throws GatewayError. Releases the lease. */
export async function sendWhole<Client, Output>(
  call: SdkCall<Client>,
  operation: Operation<Client, Output>,
  toEvents: (output: Output) => readonly ChatEvent[],
): Promise<ChatAnswer> {
  try {
    const { output, observed } = await sendForOutput(call, operation);
    return toAnswer(call, observed, iterate(toEvents(output)));
  } finally {
    call.lease.release();
  }
}

/** Sends and returns when the service's good headers are there. Throws GatewayError, later on from the events. */
export async function sendStream<Client, Output>(
  call: SdkCall<Client>,
  operation: Operation<Client, Output>,
  toEvents: (stream: OpenedStream<Output>) => AsyncIterable<ChatEvent>,
): Promise<ChatAnswer> {
  const { client, watches } = call.lease.connection;
  const headers = new Promise<ObservedResponse>((resolve) => {
    watches.set(operation.input, { headers: call.headers, body: operation.body, onResponse: resolve });
  });
  const sent = operation.send(client, { abortSignal: call.signal });
  try {
    // A refusal rejects `sent`; a good answer resolves `headers` first.
    const observed = await Promise.race([headers, sent.then(() => headers)]);
    sent.catch(() => undefined);
    return toAnswer(call, observed, toEvents(openStream(call, observed, sent)));
  } catch (error) {
    call.lease.release();
    throw failed(call, error, undefined);
  }
}

function openStream<Client, Output>(
  call: SdkCall<Client>,
  observed: ObservedResponse,
  sent: Promise<Output>,
): OpenedStream<Output> {
  const close = (): void => {
    call.signal.removeEventListener('abort', close);
    observed.destroy();
    call.lease.release();
  };
  call.signal.addEventListener('abort', close, { once: true });
  return { sent, close, toError: (thrown) => failed(call, thrown, observed.requestId) };
}

function toAnswer<Client>(
  call: SdkCall<Client>,
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
function failed<Client>(call: SdkCall<Client>, thrown: unknown, requestId: string | undefined): GatewayError {
  const { signal, source, service } = call;
  const recognised = signal.aborted ? undefined : call.recognise?.(thrown);
  const error = recognised ?? toAwsError(thrown, { signal, source, service, requestId });
  if (error.kind === 'authentication') call.lease.retire();
  return error;
}

async function* iterate(events: readonly ChatEvent[]): AsyncGenerator<ChatEvent> {
  yield* events;
}
