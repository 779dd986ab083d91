import type { ChatAnswer } from '../../../domain/ports.ts';
import { sendStream, sendWhole } from '../../aws/sdkCall.ts';
import type { BedrockCall } from '../call.ts';
import type { PreparedRequest } from '../request/converseRequest.ts';
import { readInvokeBody, readInvokeChunks, toInvokeInput } from './invokeInput.ts';
import { fromMessagesAnswer } from './messagesAnswer.ts';
import { toInvokeOptions, toMessagesBody } from './messagesBody.ts';
import { toMessagesEvents } from './messagesStream.ts';

/** Sends a Messages request through InvokeModel and waits for the whole answer. Throws GatewayError. */
export async function invokeMessages(
  call: BedrockCall,
  prepared: PreparedRequest,
  maxOutputTokens: number | undefined,
): Promise<ChatAnswer> {
  const { InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const input = toInput(call, prepared, maxOutputTokens);
  return sendWhole(
    call,
    { input, send: (client, options) => client.send(new InvokeModelCommand(input), options) },
    (output) => fromMessagesAnswer(readInvokeBody(output.body), prepared),
  );
}

/** The same through InvokeModelWithResponseStream; the events follow. Throws GatewayError, later on from the events. */
export async function invokeMessagesStream(
  call: BedrockCall,
  prepared: PreparedRequest,
  maxOutputTokens: number | undefined,
): Promise<ChatAnswer> {
  const { InvokeModelWithResponseStreamCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const input = toInput(call, prepared, maxOutputTokens);
  return sendStream(
    call,
    { input, send: (client, options) => client.send(new InvokeModelWithResponseStreamCommand(input), options) },
    ({ sent, toError, close }) =>
      toMessagesEvents({ open: async () => readInvokeChunks((await sent).body), traits: prepared, toError, close }),
  );
}

function toInput(call: BedrockCall, { input }: PreparedRequest, maxOutputTokens: number | undefined) {
  return toInvokeInput(call.modelId, toMessagesBody(input, maxOutputTokens), toInvokeOptions(input));
}
