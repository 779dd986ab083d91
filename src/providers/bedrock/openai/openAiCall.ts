import type { ChatEvent, ChatRequest } from '../../../domain/chat.ts';
import { GatewayError } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import type { ChatAnswer, ProviderCall } from '../../../domain/ports.ts';
import { closingStream } from '../../aws/closingStream.ts';
import { type OpenedStream, sendStream, sendWhole } from '../../aws/sdkCall.ts';
import { toChatBody } from '../../openai/chatBody.ts';
import { toChunkChoices } from '../../openai/completion.ts';
import { createStreamObserver } from '../../openai/streamObserver.ts';
import type { Ask } from '../attempts.ts';
import type { BedrockCall } from '../call.ts';
import { readInvokeBody, readInvokeChunks, toInvokeInput } from '../invoke/invokeInput.ts';
import { withMetrics } from './invocationMetrics.ts';

type Json = Readonly<Record<string, unknown>>;

/** Only tells the dialect's own server from others; nothing is sent there. */
const NOT_OPENAI = new URL('https://bedrock-runtime.amazonaws.com');

/**
 * `bedrock/openai/<id>`: OpenAI's chat body inside InvokeModel, for imported models and for those that take it natively
 * (gpt-oss). Whether it streams is the operation's choice, so the body does not say it (LiteLLM's rule).
 */
export function askOpenAi(request: ChatRequest, call: ProviderCall): Ask<ChatAnswer> {
  return () => {
    const { stream: _stream, stream_options: _options, model: _model, ...body } = toChatBody(request, call, NOT_OPENAI);
    return (attempt) => (request.stream ? stream(attempt, body) : whole(attempt, body));
  };
}

async function whole(call: BedrockCall, body: Json): Promise<ChatAnswer> {
  const { InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const input = toInvokeInput(call.modelId, body);
  return sendWhole(
    call,
    { input, send: (client, options) => client.send(new InvokeModelCommand(input), options) },
    (output) => wholeEvents(readInvokeBody(output.body)),
  );
}

function wholeEvents(completion: Json): readonly ChatEvent[] {
  if (!Array.isArray(completion['choices'])) throw incomplete('The answer is not a chat completion.');
  const observer = createStreamObserver();
  const chunk = { ...completion, choices: toChunkChoices(completion['choices']) };
  return [...observer.observe(chunk), ...observer.finish()];
}

async function stream(call: BedrockCall, body: Json): Promise<ChatAnswer> {
  const { InvokeModelWithResponseStreamCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const input = toInvokeInput(call.modelId, body);
  return sendStream(
    call,
    { input, send: (client, options) => client.send(new InvokeModelWithResponseStreamCommand(input), options) },
    (opened) =>
      closingStream(
        readStream(opened, async () => readInvokeChunks((await opened.sent).body)),
        opened.close,
      ),
  );
}

async function* readStream(
  { toError, close }: Pick<OpenedStream<unknown>, 'close' | 'toError'>,
  open: () => Promise<AsyncIterable<Json>>,
): AsyncGenerator<ChatEvent, undefined> {
  const observer = createStreamObserver();
  try {
    for await (const chunk of withMetrics(await open())) {
      if (isObject(chunk['error']))
        throw incomplete(String(chunk['error']['message'] ?? 'The model reported an error.'));
      yield* observer.observe(chunk);
    }
    if (!observer.ended) throw incomplete('The stream ended before the answer was complete.');
  } catch (error) {
    if (!observer.ended) throw toError(error);
  } finally {
    close();
  }
}

function incomplete(detail: string): GatewayError {
  return new GatewayError('connection', `BedrockException: ${detail}`, {
    provider: 'bedrock',
    providerCode: 'IncompleteStream',
  });
}
