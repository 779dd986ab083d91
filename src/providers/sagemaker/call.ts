import type { InvokeEndpointInput, ResponseStream, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { ChatEvent } from '../../domain/chat.ts';
import { GatewayError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import type { ChatAnswer } from '../../domain/ports.ts';
import { closingStream } from '../aws/closingStream.ts';
import { type OpenedStream, type SdkCall, sendStream, sendWhole } from '../aws/sdkCall.ts';
import { readJsonLines } from './jsonLines.ts';
import { PREFIX } from './service.ts';
import type { EndpointTarget } from './target.ts';

type Json = Readonly<Record<string, unknown>>;

/** One call to an endpoint, ready to be sent. */
export interface EndpointCall extends SdkCall<SageMakerRuntimeClient> {
  readonly target: EndpointTarget;
  readonly body: Json;
}

/** How a container's answer is read. */
export interface AnswerReader {
  /** The events of a whole answer. Throws GatewayError for one that is none. */
  readWhole(answer: unknown): readonly ChatEvent[];
  openStream(): StreamReader;
}

export interface StreamReader {
  /** What one line of the stream tells. Throws GatewayError for a failure that the container reports in it. */
  read(line: unknown): readonly ChatEvent[];
  /** What is left to say at the stream's end; undefined where the answer was cut short. */
  finish(): readonly ChatEvent[] | undefined;
  /** The answer's end has been told. */
  readonly ended: boolean;
}

/** InvokeEndpoint. Throws GatewayError. */
export async function invokeEndpoint(call: EndpointCall, reader: AnswerReader): Promise<ChatAnswer> {
  const { InvokeEndpointCommand } = await import('@aws-sdk/client-sagemaker-runtime');
  const input = toInput(call);
  return sendWhole(
    call,
    { input, send: (client, options) => client.send(new InvokeEndpointCommand(input), options) },
    ({ Body }) => reader.readWhole(parseJson(Buffer.from(Body ?? []).toString('utf8'))),
  );
}

/** InvokeEndpointWithResponseStream; the events follow. Throws GatewayError, later on from the events. */
export async function invokeEndpointStream(call: EndpointCall, reader: AnswerReader): Promise<ChatAnswer> {
  const { InvokeEndpointWithResponseStreamCommand } = await import('@aws-sdk/client-sagemaker-runtime');
  const input = toInput(call);
  return sendStream(
    call,
    { input, send: (client, options) => client.send(new InvokeEndpointWithResponseStreamCommand(input), options) },
    (opened) =>
      closingStream(
        readStream(opened, async () => (await opened.sent).Body, reader.openStream()),
        opened.close,
      ),
  );
}

async function* readStream(
  { toError, close }: Pick<OpenedStream<unknown>, 'close' | 'toError'>,
  open: () => Promise<AsyncIterable<ResponseStream> | undefined>,
  reader: StreamReader,
): AsyncGenerator<ChatEvent, undefined> {
  try {
    for await (const line of readJsonLines(payloads(await open()))) yield* reader.read(line);
    const rest = reader.finish();
    if (rest === undefined) throw unreadableAnswer('The stream ended before the answer was complete.');
    yield* rest;
  } catch (error) {
    // What fails after the answer's end takes nothing away from it.
    if (!reader.ended) throw toError(error);
  } finally {
    close();
  }
}

async function* payloads(stream: AsyncIterable<ResponseStream> | undefined): AsyncGenerator<Uint8Array> {
  if (stream === undefined) throw unreadableAnswer('The answer has no stream.');
  for await (const { PayloadPart: part } of stream) if (part?.Bytes !== undefined) yield part.Bytes;
}

function toInput({ target, body }: EndpointCall): InvokeEndpointInput & { Body: Uint8Array } {
  return {
    EndpointName: target.endpointName,
    ContentType: 'application/json',
    Accept: 'application/json',
    Body: Buffer.from(JSON.stringify(body)),
    ...(target.inferenceComponent === undefined ? {} : { InferenceComponentName: target.inferenceComponent }),
  };
}

/** An answer that is not what such a container sends. */
export function unreadableAnswer(detail: string): GatewayError {
  return new GatewayError('connection', `${PREFIX}${detail}`, {
    provider: 'sagemaker',
    providerCode: 'IncompleteStream',
  });
}
