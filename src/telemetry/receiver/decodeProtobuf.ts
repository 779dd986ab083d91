import { PbfReader } from 'pbf';
import type { ActivitySource } from '../../domain/agentActivity.ts';

/** How a field is written, and its name in OTLP's JSON. A message's name stands for itself. */
type Kind = 'text' | 'hex' | 'time' | 'double' | 'int' | 'varint' | 'flag' | MessageName;
type Field = readonly [name: string, kind: Kind, repeated?: 'many'];
type MessageName = keyof typeof MESSAGES;

/** The fields that are read. Source: opentelemetry-proto 1.x; all others are passed over. */
const MESSAGES = {
  traces: { 1: ['resourceSpans', 'resourceSpans', 'many'] },
  resourceSpans: { 1: ['resource', 'resource'], 2: ['scopeSpans', 'scopeSpans', 'many'] },
  scopeSpans: { 2: ['spans', 'span', 'many'] },
  span: {
    1: ['traceId', 'hex'],
    5: ['name', 'text'],
    7: ['startTimeUnixNano', 'time'],
    8: ['endTimeUnixNano', 'time'],
    9: ['attributes', 'keyValue', 'many'],
    15: ['status', 'status'],
  },
  status: { 3: ['code', 'varint'] },
  metrics: { 1: ['resourceMetrics', 'resourceMetrics', 'many'] },
  resourceMetrics: { 1: ['resource', 'resource'], 2: ['scopeMetrics', 'scopeMetrics', 'many'] },
  scopeMetrics: { 2: ['metrics', 'metric', 'many'] },
  metric: { 1: ['name', 'text'], 5: ['gauge', 'points'], 7: ['sum', 'points'] },
  points: { 1: ['dataPoints', 'point', 'many'], 2: ['aggregationTemporality', 'varint'], 3: ['isMonotonic', 'flag'] },
  point: {
    2: ['startTimeUnixNano', 'time'],
    3: ['timeUnixNano', 'time'],
    4: ['asDouble', 'double'],
    6: ['asInt', 'int'],
    7: ['attributes', 'keyValue', 'many'],
  },
  logs: { 1: ['resourceLogs', 'resourceLogs', 'many'] },
  resourceLogs: { 1: ['resource', 'resource'], 2: ['scopeLogs', 'scopeLogs', 'many'] },
  scopeLogs: { 2: ['logRecords', 'logRecord', 'many'] },
  logRecord: {
    1: ['timeUnixNano', 'time'],
    5: ['body', 'anyValue'],
    6: ['attributes', 'keyValue', 'many'],
    9: ['traceId', 'hex'],
    11: ['observedTimeUnixNano', 'time'],
    12: ['eventName', 'text'],
  },
  resource: { 1: ['attributes', 'keyValue', 'many'] },
  keyValue: { 1: ['key', 'text'], 2: ['value', 'anyValue'] },
  anyValue: {
    1: ['stringValue', 'text'],
    2: ['boolValue', 'flag'],
    3: ['intValue', 'varint'],
    4: ['doubleValue', 'double'],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<number, readonly [string, string, 'many'?]>>>>;

type Message = Record<string, unknown>;

/** An export request in protobuf, in the form that OTLP's JSON has. Throws where the bytes are no whole message. */
export function decodeProtobuf(signal: ActivitySource, bytes: Uint8Array): unknown {
  const reader = new PbfReader(bytes);
  const message = reader.readFields<Message>(read(signal), {}, bytes.length);
  if (reader.pos !== bytes.length) throw new Error('the message is cut off');
  return message;
}

function read(name: MessageName): (tag: number, message: Message, reader: PbfReader) => void {
  const fields: Readonly<Record<number, Field | undefined>> = MESSAGES[name];
  return (tag, message, reader) => {
    const field = fields[tag];
    if (field === undefined) return;
    const [key, kind, repeated] = field;
    const value = readValue(kind, reader);
    if (repeated === undefined) {
      message[key] = value;
      return;
    }
    const list = message[key];
    if (Array.isArray(list)) list.push(value);
    else message[key] = [value];
  };
}

function readValue(kind: Kind, reader: PbfReader): unknown {
  switch (kind) {
    case 'text':
      return reader.readString();
    case 'hex':
      return Buffer.from(reader.readBytes()).toString('hex');
    case 'time':
      return reader.readFixed64();
    case 'int':
      return reader.readSFixed64();
    case 'double':
      return reader.readDouble();
    case 'varint':
      return reader.readVarint(true);
    case 'flag':
      return reader.readBoolean();
    default:
      return reader.readMessage<Message>(read(kind), {});
  }
}
