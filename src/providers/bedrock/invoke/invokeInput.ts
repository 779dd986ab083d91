import type { InvokeModelCommandInput, ResponseStream } from '@aws-sdk/client-bedrock-runtime';
import { GatewayError } from '../../../domain/errors.ts';
import { isObject, parseJson } from '../../../domain/json.ts';

type Json = Readonly<Record<string, unknown>>;

/** A JSON body for InvokeModel. A new object each time: the call is watched by it. */
export function toInvokeInput(
  modelId: string,
  body: Json,
  options: Partial<InvokeModelCommandInput> = {},
): InvokeModelCommandInput {
  return {
    ...options,
    modelId,
    contentType: 'application/json',
    accept: 'application/json',
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** The JSON object of an answer. Throws GatewayError where there is none. */
export function readInvokeBody(body: Uint8Array | undefined): Json {
  const json = parseJson(Buffer.from(body ?? []).toString('utf8'));
  if (!isObject(json)) throw unreadable('The answer is not a JSON object.');
  return json;
}

/** The JSON objects of a streamed answer, one for each chunk. Throws GatewayError for a chunk that is none. */
export async function* readInvokeChunks(stream: AsyncIterable<ResponseStream> | undefined): AsyncGenerator<Json> {
  if (stream === undefined) throw unreadable('The answer has no stream.');
  for await (const { chunk } of stream) {
    if (chunk?.bytes !== undefined) yield readInvokeBody(chunk.bytes);
  }
}

function unreadable(detail: string): GatewayError {
  return new GatewayError('connection', `BedrockException: ${detail}`, {
    provider: 'bedrock',
    providerCode: 'MalformedStream',
  });
}
