import { bytesOf, numberOf, readFields, textOf } from './protobuf.ts';

/** Source: opentelemetry-proto, trace/v1/trace.proto and common/v1/common.proto. */
export interface DecodedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number; readonly message: string };
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string;
}

/** The spans of an ExportTraceServiceRequest. Throws where the bytes are not one. */
export function decodeTraces(bytes: Buffer): readonly DecodedSpan[] {
  return bytesOf(readFields(bytes), 1).flatMap((resourceSpans) => {
    const fields = readFields(resourceSpans);
    const resource = attributesOf(bytesOf(fields, 1)[0], 1);
    return bytesOf(fields, 2).flatMap((scopeSpans) => {
      const inScope = readFields(scopeSpans);
      const scope = textOf(readFields(bytesOf(inScope, 1)[0] ?? Buffer.alloc(0)), 1);
      return bytesOf(inScope, 2).map((span) => ({ ...decodeSpan(span), resource, scope }));
    });
  });
}

function decodeSpan(bytes: Buffer): Omit<DecodedSpan, 'resource' | 'scope'> {
  const fields = readFields(bytes);
  const status = readFields(bytesOf(fields, 15)[0] ?? Buffer.alloc(0));
  const hex = (number: number): string => bytesOf(fields, number)[0]?.toString('hex') ?? '';
  const ms = (number: number): number => Number((numberOf(fields, number) ?? 0n) / 1000n) / 1000;
  return {
    traceId: hex(1),
    spanId: hex(2),
    parentSpanId: hex(4),
    name: textOf(fields, 5),
    kind: Number(numberOf(fields, 6) ?? 0n),
    start: ms(7),
    end: ms(8),
    attributes: attributesOf(bytes, 9),
    status: { code: Number(numberOf(status, 3) ?? 0n), message: textOf(status, 2) },
  };
}

function attributesOf(bytes: Buffer | undefined, field: number): Readonly<Record<string, unknown>> {
  const pairs = bytesOf(readFields(bytes ?? Buffer.alloc(0)), field).map((pair) => {
    const fields = readFields(pair);
    return [textOf(fields, 1), anyValueOf(bytesOf(fields, 2)[0])] as const;
  });
  return Object.fromEntries(pairs);
}

/** AnyValue: string 1, bool 2, int 3, double 4, array 5, kvlist 6, bytes 7. */
function anyValueOf(bytes: Buffer | undefined): unknown {
  const [field] = readFields(bytes ?? Buffer.alloc(0));
  if (field === undefined) return null;
  const { number, value } = field;
  if (Buffer.isBuffer(value)) {
    if (number === 1) return value.toString('utf8');
    if (number === 5) return bytesOf(readFields(value), 1).map(anyValueOf);
    return { unsupported: number };
  }
  if (number === 2) return value === 1n;
  if (number === 3) return Number(BigInt.asIntN(64, value));
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, value);
  return view.getFloat64(0);
}
