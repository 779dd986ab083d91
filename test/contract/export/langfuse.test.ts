import { expect, it } from 'vitest';
import { toIngestionEvents } from '../../../src/telemetry/langfuse/ingestionEvents.ts';
import { toLangfuseCall } from '../../../src/telemetry/langfuse/langfuseCall.ts';
import { toLangfuseSpans } from '../../../src/telemetry/langfuse/otlpSpans.ts';
import { toCallSpans } from '../../../src/telemetry/otlp/callSpans.ts';
import { encodeSpans } from '../../../src/telemetry/otlp/encodeSpans.ts';
import { decodeTraces } from '../../simulators/otlp/decodeTraces.ts';
import { callTrace } from '../../support/callTrace.ts';
import { LANGFUSE } from '../../support/langfuseSettings.ts';

const SOURCE = { resource: { 'service.name': 'torii', 'langfuse.environment': 'workshop' }, version: '1.2.3' };
const FAILED = { kind: 'rate-limit', code: 'ThrottlingException', message: 'Too many requests.' } as const;

const calls = {
  success: callTrace(),
  failure: callTrace({
    record: {
      status: 'failure',
      httpStatus: 429,
      error: FAILED,
      usage: undefined,
      cost: 0,
      costParts: undefined,
      firstTokenAt: undefined,
    },
    content: { request: { messages: [] }, response: { error: { type: FAILED.kind, message: FAILED.message } } },
  }),
};

function golden(name: string, value: unknown): Promise<void> {
  return expect(`${JSON.stringify(value, undefined, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
}

it.each(Object.entries(calls))('a %s goes to the batch API of Langfuse as in the golden file', async (name, trace) => {
  await golden(`langfuse-ingestion-${name}`, toIngestionEvents(toLangfuseCall(trace, LANGFUSE), LANGFUSE.environment));
});

it.each(Object.entries(calls))(
  'a %s goes to the OTLP endpoint of Langfuse as in the golden file',
  async (name, trace) => {
    const bytes = await encodeSpans(toLangfuseSpans(toLangfuseCall(trace, LANGFUSE), trace), SOURCE);
    await golden(`langfuse-otlp-${name}`, decodeTraces(Buffer.from(bytes)));
  },
);

it.each(Object.entries(calls))('a %s goes to a collector as in the golden file', async (name, trace) => {
  const bytes = await encodeSpans(toCallSpans(trace), SOURCE);
  await golden(`otlp-${name}`, decodeTraces(Buffer.from(bytes)));
});
