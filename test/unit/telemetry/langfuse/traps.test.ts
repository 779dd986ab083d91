/** What Langfuse drops or refuses without a word, or misunderstands: the reference on traces, 1.1 to 1.6. */
import { describe, expect, it } from 'vitest';
import type { CallTrace } from '../../../../src/domain/traceExport.ts';
import { toIngestionEvents } from '../../../../src/telemetry/langfuse/ingestionEvents.ts';
import { toLangfuseCall } from '../../../../src/telemetry/langfuse/langfuseCall.ts';
import { toLangfuseSpans } from '../../../../src/telemetry/langfuse/otlpSpans.ts';
import { transportFor } from '../../../../src/telemetry/langfuse/serverVersion.ts';
import type { OtlpSpan, SpanAttributes } from '../../../../src/telemetry/otlp/span.ts';
import { callTrace } from '../../../support/callTrace.ts';
import { LANGFUSE } from '../../../support/langfuseSettings.ts';

const spansOf = (trace: CallTrace): readonly OtlpSpan[] => toLangfuseSpans(toLangfuseCall(trace, LANGFUSE), trace);
const rootOf = (trace: CallTrace): SpanAttributes => spansOf(trace)[0]?.attributes ?? {};
const generationOf = (trace: CallTrace): Readonly<Record<string, unknown>> =>
  toIngestionEvents(toLangfuseCall(trace, LANGFUSE), undefined).find(({ type }) => type === 'generation-create')
    ?.body ?? {};

describe('the time of the first token', () => {
  it('is ISO 8601 with T and Z, for anything else costs the whole generation', () => {
    expect(rootOf(callTrace())['langfuse.observation.completion_start_time']).toBe('2026-11-26T01:02:04.356Z');
    expect(generationOf(callTrace())['completionStartTime']).toBe('2026-11-26T01:02:04.356Z');
  });

  it('is left out where there was none', () => {
    const none = callTrace({ record: { firstTokenAt: undefined } });
    expect(rootOf(none)['langfuse.observation.completion_start_time']).toBeUndefined();
    expect(generationOf(none)['completionStartTime']).toBeUndefined();
  });
});

describe('a link to a prompt', () => {
  it.each([
    ['a name alone', { name: 'greeting' }],
    ['a version alone', { version: 3 }],
    ['a version that is no number', { name: 'greeting', version: 'latest' }],
    ['a part of a version', { name: 'greeting', version: 1.5 }],
  ])('with %s is left out, for half of it costs the generation', (_case, prompt) => {
    const trace = callTrace({ metadata: { prompt } });
    expect(rootOf(trace)['langfuse.observation.prompt.name']).toBeUndefined();
    expect(rootOf(trace)['langfuse.observation.prompt.version']).toBeUndefined();
    expect(generationOf(trace)).toMatchObject({ promptName: undefined, promptVersion: undefined });
  });

  it('has its version as an integer, also where a header said it', () => {
    const trace = callTrace({ metadata: { prompt_name: 'greeting', prompt_version: '3' } });
    expect(rootOf(trace)['langfuse.observation.prompt.version']).toBe(3);
    expect(generationOf(trace)['promptVersion']).toBe(3);
  });
});

describe('usage', () => {
  it('is a JSON text, for a list of keys and values is lost', () => {
    const written = rootOf(callTrace())['langfuse.observation.usage_details'];
    expect(JSON.parse(String(written))).toEqual({
      input: 100,
      output: 20,
      cache_read_input_tokens: 1000,
      cache_creation_input_tokens: 300,
      total: 1420,
    });
  });

  it('counts cached tokens apart from the input, and once', () => {
    const details = generationOf(callTrace())['usageDetails'] as Record<string, number>;
    const { total, ...parts } = details;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
  });

  it('is on the generation alone', () => {
    for (const span of spansOf(callTrace()).slice(1)) {
      expect(Object.keys(span.attributes).filter((name) => name.startsWith('gen_ai.usage'))).toEqual([]);
    }
  });
});

describe('the cost', () => {
  it('is made of numbers and has a total, for parts without one add up to nothing', () => {
    const cost = JSON.parse(String(rootOf(callTrace())['langfuse.observation.cost_details'])) as Record<
      string,
      unknown
    >;
    expect(Object.values(cost).every((value) => typeof value === 'number')).toBe(true);
    expect(cost['total']).toBe(0.002025);
  });

  it('is left out where it is not known, so that Langfuse reckons', () => {
    const unknown = callTrace({ record: { cost: undefined, costParts: undefined } });
    expect(rootOf(unknown)['langfuse.observation.cost_details']).toBeUndefined();
    expect(generationOf(unknown)['costDetails']).toBeUndefined();
  });

  it('is 0 where a call was free', () => {
    expect(generationOf(callTrace({ record: { cost: 0, costParts: undefined } }))['costDetails']).toEqual({ total: 0 });
  });
});

describe('spans of version 4', () => {
  it('say, each of them, which trace, session, user and tags they belong to', () => {
    for (const { attributes } of spansOf(callTrace())) {
      expect(attributes).toMatchObject({
        'langfuse.trace.name': 'litellm-acompletion',
        'session.id': 'task_1',
        'user.id': 'hanako',
        'langfuse.trace.tags': expect.arrayContaining(['mine', 'user_api_key_alias:cline']),
      });
    }
  });

  it('have input and output on the root observation, where the trace gets them from', () => {
    expect(rootOf(callTrace())).toMatchObject({
      'langfuse.observation.input': JSON.stringify({ messages: [{ role: 'user', content: 'What is a torii?' }] }),
      'langfuse.observation.output': expect.stringContaining('A gate of a shrine.'),
    });
  });

  it('are no generations but the root, whatever they know of models', () => {
    const types = spansOf(callTrace()).map(({ attributes }) => attributes['langfuse.observation.type']);
    expect(types).toEqual(['generation', 'span', 'span']);
    const models = ['gen_ai.request.model', 'gen_ai.response.model', 'langfuse.observation.model.name', 'model'];
    for (const { attributes } of spansOf(callTrace()).slice(1)) {
      expect(models.filter((name) => attributes[name] !== undefined)).toEqual([]);
    }
  });
});

describe('names and ids', () => {
  it('are cut where Langfuse refuses longer ones', () => {
    const trace = callTrace({ metadata: { trace_name: 'n'.repeat(2000), session_id: 's'.repeat(500) } });
    expect(String(rootOf(trace)['langfuse.trace.name'])).toHaveLength(1000);
    expect(String(rootOf(trace)['session.id'])).toHaveLength(200);
  });

  it('of a trace keep the form of OTLP, or are hashed to it, with the original in the metadata', () => {
    const hex = '0AF7651916CD43DD8448EB211C80319C';
    expect(spansOf(callTrace({ metadata: { trace_id: hex } }))[0]?.traceId).toBe(hex.toLowerCase());
    const [root] = spansOf(callTrace({ metadata: { trace_id: 'my trace' } }));
    expect(root?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(root?.attributes['langfuse.observation.metadata.trace_id']).toBe('my trace');
  });

  it('of observations have no line feeds and at most 800 characters', () => {
    const trace = callTrace({ metadata: { generation_id: `a\r\nb${'c'.repeat(900)}` } });
    expect(generationOf(trace)['id']).toBe(`ab${'c'.repeat(798)}`);
  });

  it('of a model are the bare ones, which Langfuse has prices for', () => {
    expect(generationOf(callTrace())['model']).toBe('us.anthropic.claude-3-7-sonnet-20250219-v1:0');
  });
});

describe('the way to a server', () => {
  it.each([
    ['2.95.0', 'ingestion'],
    ['3.49.1', 'ingestion'],
    ['3.80.9', 'ingestion'],
    ['3.81.0', 'otlp'],
    ['v3.179.0', 'otlp'],
    ['4.16.0', 'otlp'],
    ['something else', 'ingestion'],
    [undefined, 'ingestion'],
  ])('of version %s is %s', (version, transport) => {
    expect(transportFor(version)).toBe(transport);
  });
});

describe('parameters of the model', () => {
  it('are JSON over OTLP, and scalars over the batch API', () => {
    expect(JSON.parse(String(rootOf(callTrace())['langfuse.observation.model.parameters']))).toMatchObject({
      thinking: { type: 'enabled' },
    });
    expect(generationOf(callTrace())['modelParameters']).toMatchObject({
      temperature: 0.2,
      stop: ['END'],
      thinking: '{"type":"enabled","budget_tokens":2048}',
    });
  });
});
