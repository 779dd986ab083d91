import { describe, expect, it } from 'vitest';
import type { OtlpSettings } from '../../../../src/domain/destinations.ts';
import { DEMO, find, settingsOf } from '../parse.ts';

const OTEL = `${DEMO}litellm_settings:\n  callbacks: ["otel"]\n`;
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

function otlp(text: string, environment: Readonly<Record<string, string>> = ENDPOINT): OtlpSettings | undefined {
  return settingsOf(text, { environment }).exports.destinations.find(({ kind }) => kind === 'otlp') as OtlpSettings;
}

describe('the callback otel', () => {
  it('sends to the endpoint of the environment, with its headers', () => {
    const settings = otlp(OTEL, {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com/base/',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20sk-test-1,x-team=a=b',
      OTEL_RESOURCE_ATTRIBUTES: 'team.name=blue',
    });
    expect(settings).toEqual({
      kind: 'otlp',
      id: 'otel',
      outcomes: { success: true, failure: true },
      content: false,
      endpoint: 'https://collector.example.com/base/v1/traces',
      headers: { authorization: 'Bearer sk-test-1', 'x-team': 'a=b' },
      serviceName: 'torii',
      environment: undefined,
      resource: { 'team.name': 'blue' },
    });
  });

  it('takes an address for traces alone as it is', () => {
    const environment = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://host:4318/custom' };
    expect(otlp(OTEL, environment)?.endpoint).toBe('http://host:4318/custom');
  });

  it.each([
    ['success_callback', { success: true, failure: false }],
    ['failure_callback', { success: false, failure: true }],
  ])('in %s watches those calls alone', (list, outcomes) => {
    expect(otlp(`${DEMO}litellm_settings:\n  ${list}: ["otel"]\n`)?.outcomes).toEqual(outcomes);
  });

  it('without an endpoint is a warning at its place, and no destination', () => {
    const finding = find(OTEL, 'missing-variable');
    expect(finding).toMatchObject({ severity: 'warning', line: 6, path: 'litellm_settings.callbacks.0' });
    expect(finding?.fix).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
    expect(otlp(OTEL, {})).toBeUndefined();
  });

  it('with an address that is none of HTTP is a warning', () => {
    expect(find(OTEL, 'bad-url', { environment: { OTEL_ENDPOINT: 'grpc://host:4317' } })?.severity).toBe('warning');
  });

  it('that asks for gRPC is told what is spoken', () => {
    const environment = { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(find(OTEL, 'unused-key', { environment })?.fix).toContain('http/protobuf');
  });
});

describe('whether prompts go to a destination', () => {
  const own = (value: boolean): string => `torii_settings:\n  destinations:\n    otel: { content: ${value} }\n`;
  const stored = 'general_settings:\n  store_prompts_in_spend_logs: true\n';
  const logging = 'callback_settings:\n  otel: { message_logging: true }\n';

  it.each([
    ['nothing is said', '', false],
    ['prompts are stored', stored, true],
    ["LiteLLM's switch of the callback is on", logging, true],
    ['its own switch is on', own(true), true],
    ['its own switch is off, whatever else is set', own(false) + stored + logging, false],
  ])('where %s', (_case, more, content) => {
    expect(otlp(OTEL + more)?.content).toBe(content);
  });

  it('is no where message logging is turned off', () => {
    const off = OTEL.replace('litellm_settings:\n', 'litellm_settings:\n  turn_off_message_logging: true\n');
    expect(otlp(off + own(true))?.content).toBe(false);
  });
});
