import type { BedrockRuntimeClient, ConverseRequest } from '@aws-sdk/client-bedrock-runtime';
import type { ChatAnswer } from '../../domain/ports.ts';
import { type SdkCall, sendStream, sendWhole } from '../aws/sdkCall.ts';
import { toStreamEvents } from './answer/streamEvents.ts';
import { toChatEvents } from './answer/wholeAnswer.ts';
import { toConverseBody } from './request/converseBody.ts';
import type { PreparedRequest } from './request/converseRequest.ts';

/** One call to a model on Bedrock, ready to be sent. */
export interface BedrockCall extends SdkCall<BedrockRuntimeClient> {
  readonly modelId: string;
}

/** Sends a request through Converse and waits for the whole answer. Throws GatewayError. */
export async function converse(call: BedrockCall, prepared: PreparedRequest): Promise<ChatAnswer> {
  const { ConverseCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const { input, body } = toOperation(call, prepared);
  return sendWhole(
    call,
    { input, body, send: (client, options) => client.send(new ConverseCommand(input), options) },
    (output) => toChatEvents(output, prepared),
  );
}

/** Sends a request through ConverseStream; the events follow. Throws GatewayError, later on from the events. */
export async function converseStream(call: BedrockCall, prepared: PreparedRequest): Promise<ChatAnswer> {
  const { ConverseStreamCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const { input, body } = toOperation(call, prepared);
  return sendStream(
    call,
    { input, body, send: (client, options) => client.send(new ConverseStreamCommand(input), options) },
    ({ sent, toError, close }) =>
      toStreamEvents({ open: async () => requireStream((await sent).stream), traits: prepared, toError, close }),
  );
}

function requireStream<Stream>(stream: Stream | undefined): Stream {
  if (stream === undefined) throw new Error('The answer has no stream.');
  return stream;
}

/** The SDK routes and signs; writing the conversation itself would take it several times as long as the engine. */
function toOperation({ modelId }: BedrockCall, { input }: PreparedRequest) {
  return { input: { modelId, messages: [] } satisfies ConverseRequest, body: toConverseBody(input) };
}
