import type { BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import type { EventStreamCodec } from '@smithy/core/event-streams';
import { FrameReader } from './frameReader.ts';
import type { AwsService } from './service.ts';

/** The SDK's setting of how event streams are read. */
export type MarshallerProvider = NonNullable<BedrockRuntimeClientConfig['eventStreamSerdeProvider']>;

type Message = ReturnType<EventStreamCodec['decode']>;

/** An event as the SDK would give it; undefined for one that takes the SDK's schemas to read. */
export type QuickEvent = (type: string, payload: Uint8Array) => object | undefined;

/**
 * Event streams by the SDK's codec, which checks the sums of each frame. The SDK's own reader passes each event through
 * five iterators and a walk of its schema; the common ones, which `quick` reads, are spared that.
 */
export async function createMarshallerProvider(service: AwsService, quick: QuickEvent): Promise<MarshallerProvider> {
  const sdk = await import('@smithy/core/event-streams');
  const codec = new sdk.EventStreamCodec(toText, (text) => Buffer.from(text));
  return (context) => {
    const own = sdk.eventStreamSerdeProvider(context);
    return {
      serialize: own.serialize.bind(own),
      async *deserialize<Event>(
        body: AsyncIterable<Uint8Array>,
        read: (event: Record<string, Message>) => Promise<Event>,
      ): AsyncGenerator<Event> {
        const readAny = sdk.getMessageUnmarshaller(async (event) => (await read(event)) as Event & object, toText);
        const frames = new FrameReader(service);
        for await (const bytes of body) {
          for (const frame of frames.push(bytes)) {
            const message = codec.decode(frame);
            const event = (readQuickly(message, quick) as Event | undefined) ?? (await readAny(message));
            if (event !== undefined) yield event;
          }
        }
        frames.end();
      },
    };
  };
}

/** Exceptions are the SDK's to read. */
function readQuickly({ headers, body }: Message, quick: QuickEvent): object | undefined {
  const type = headers[':event-type']?.value;
  return typeof type === 'string' && headers[':message-type']?.value === 'event' ? quick(type, body) : undefined;
}

function toText(bytes: Uint8Array | string): string {
  return typeof bytes === 'string'
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
