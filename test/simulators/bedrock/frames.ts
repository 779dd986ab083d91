import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';

const codec = new EventStreamCodec(toUtf8, fromUtf8);

function text(value: string): { readonly type: 'string'; readonly value: string } {
  return { type: 'string', value };
}

/** An event in AWS's binary framing. */
export function eventFrame(type: string, payload: unknown): Uint8Array {
  return codec.encode({
    headers: { ':event-type': text(type), ':content-type': text('application/json'), ':message-type': text('event') },
    body: fromUtf8(JSON.stringify(payload)),
  });
}

/** An exception inside a stream; `name` in lower camel case, as the service writes it. */
export function exceptionFrame(name: string, message: string): Uint8Array {
  return codec.encode({
    headers: {
      ':exception-type': text(name),
      ':content-type': text('application/json'),
      ':message-type': text('exception'),
    },
    body: fromUtf8(JSON.stringify({ message })),
  });
}
