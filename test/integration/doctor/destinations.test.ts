import { describe, expect, it, onTestFinished } from 'vitest';
import { startCollector } from '../../simulators/otlp/collectorSimulator.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { DEMO, Patient } from './patient.ts';

async function sending(headers: string) {
  const collector = await startCollector({ key: 'let-me-in' });
  onTestFinished(() => collector.close());
  const gateway = await startTestGateway(`${DEMO}litellm_settings:\n  callbacks: ["otel"]\n`, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: headers,
  });
  return { collector, gateway, patient: new Patient(gateway) };
}

async function idOf(gateway: TestGateway): Promise<string> {
  const list = (await (await gateway.call('/torii/destinations')).json()) as { destinations: { id: string }[] };
  return list.destinations[0]?.id ?? '';
}

describe('destinations of traces', () => {
  it('are asked without a trace being sent', async () => {
    const { collector, patient } = await sending('x-collector-key=let-me-in');
    expect(await patient.only('destinations')).toMatchObject({ status: 'ok', hop: 'Torii → trace destinations' });
    expect(collector.spans).toHaveLength(0);
  });

  it('may refuse the key, or be down', async () => {
    const { collector, patient } = await sending('x-collector-key=wrong-key-0042');
    const refused = await patient.only('destinations');
    expect(refused).toMatchObject({ status: 'failure' });
    expect(JSON.stringify(refused)).not.toContain('wrong-key-0042');
    await collector.close();
    const down = await patient.only('destinations');
    expect(down).toMatchObject({ status: 'failure', fix: expect.stringContaining('the server') });
  });

  it('may be paused', async () => {
    const { gateway, patient } = await sending('x-collector-key=let-me-in');
    await gateway.call(`/torii/destinations/${await idOf(gateway)}/pause`, {});
    expect(await patient.only('destinations')).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('resume'),
    });
  });

  it('may have refused traces', async () => {
    const { collector, gateway, patient } = await sending('x-collector-key=let-me-in');
    collector.answerWith({ status: 400, body: 'no such schema' });
    await gateway.chat({ model: 'coding', messages: [{ role: 'user', content: 'Hello' }] });
    await collector.asked(1);
    collector.answerWith(undefined);
    await expect.poll(async () => (await patient.only('destinations')).status).toBe('warning');
    expect((await patient.only('destinations')).summary).toContain('refused 1 traces');
  });
});
