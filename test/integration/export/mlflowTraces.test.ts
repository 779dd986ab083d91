import { describe, expect, it, onTestFinished } from 'vitest';
import { createPlainDoor } from '../../../src/telemetry/mlflow/mlflowDoor.ts';
import { createMlflowRunsDestination } from '../../../src/telemetry/mlflow/runs/runsDestination.ts';
import { createMlflowTracesDestination } from '../../../src/telemetry/mlflow/traces/tracesDestination.ts';
import { type MlflowSimulatorOptions, startMlflowSimulator } from '../../simulators/mlflow/mlflowSimulator.ts';
import { callTrace, EVERYTHING, FAILURE, NO_LOGIN } from '../../unit/telemetry/mlflow/support.ts';

const never = new AbortController().signal;

async function start(options: MlflowSimulatorOptions = {}, withRuns = true) {
  const server = await startMlflowSimulator(options);
  onTestFinished(() => server.close());
  const common = { id: 'mlflow', wantsContent: true, door: createPlainDoor(server.url, NO_LOGIN), fetch };
  const fallback = withRuns
    ? createMlflowRunsDestination({ ...common, s3: undefined, experiment: '/runs', wish: EVERYTHING, since: 0 })
    : undefined;
  const destination = createMlflowTracesDestination({ ...common, experiment: 'Default', version: '1.2.3', fallback });
  return { server, destination };
}

describe('traces in MLflow', () => {
  it('go one by one, as protobuf and not compressed, to their experiment', async () => {
    const { server, destination } = await start();
    const traces = [callTrace(), callTrace({ ...FAILURE, callId: 'call-2' })];
    expect(await destination.send(traces, never)).toEqual({ accepted: 2, refused: [] });
    expect(server.traces.map(({ experimentId }) => experimentId)).toEqual(['0', '0']);
    expect(server.runs).toEqual([]);
    for (const { spans } of server.traces) {
      expect(spans).toMatchObject([{ name: 'litellm-acompletion', parentSpanId: '' }, { name: 'attempt claude' }]);
      expect(spans[0]?.resource).toMatchObject({ 'service.name': 'torii', 'service.version': '1.2.3' });
    }
  });

  it('ask the server once whether it takes them', async () => {
    const { server, destination } = await start();
    await destination.send([callTrace()], never);
    await destination.send([callTrace({ callId: 'call-2' })], never);
    const sizes = server.calls.filter(({ path }) => path === '/v1/traces').map(({ body }) => body.length > 0);
    expect(sizes).toEqual([false, true, true]);
  });

  it('become runs on a server before 3.6', async () => {
    const { server, destination } = await start({ traces: 'none', version: '2.16.2' });
    expect(await destination.send([callTrace()], never)).toEqual({ accepted: 1, refused: [] });
    expect(server.runs).toHaveLength(1);
    expect(await destination.probe(never)).toEqual({
      ok: true,
      detail: 'MLflow 2.16.2: it takes no traces; MLflow 3.6 and later do. Calls are written as runs.',
      version: '2.16.2',
      transport: 'runs',
    });
  });

  it('become runs on a server without a store for them, which it tells only of a real one', async () => {
    const { server, destination } = await start({ traces: 'file' });
    expect(await destination.send([callTrace()], never)).toEqual({ accepted: 1, refused: [] });
    expect(server.runs).toHaveLength(1);
    await destination.send([callTrace({ callId: 'call-2' })], never);
    expect(server.calls.filter(({ path }) => path === '/v1/traces')).toHaveLength(2);
    expect(await destination.probe(never)).toMatchObject({
      transport: 'runs',
      detail: expect.stringContaining('FileStore'),
    });
  });

  it('leave the runs to the destination that writes them anyway', async () => {
    const { server, destination } = await start({ traces: 'none' }, false);
    expect(await destination.send([callTrace()], never)).toEqual({ accepted: 0, refused: [] });
    expect(server.runs).toEqual([]);
  });

  it('wait while the login is wrong, and stay traces', async () => {
    const { server, destination } = await start({ authorization: 'Bearer right' });
    await expect(destination.send([callTrace()], never)).rejects.toMatchObject({
      name: 'DestinationUnavailable',
      message: expect.stringMatching(/status 401.*Check MLFLOW_TRACKING_USERNAME/),
    });
    expect(await destination.probe(never)).toMatchObject({ ok: false, detail: expect.stringContaining('MLFLOW_') });
    expect(server.runs).toEqual([]);
  });

  it('wait while the server is away', async () => {
    let away = true;
    const { server, destination } = await start({
      disturb: () => (away ? { status: 502, body: 'bad gateway' } : undefined),
    });
    await expect(destination.send([callTrace()], never)).rejects.toThrow('502');
    away = false;
    expect((await destination.send([callTrace()], never)).accepted).toBe(1);
    expect(server.traces).toHaveLength(1);
  });

  it('say where they go', async () => {
    const { destination } = await start();
    expect(await destination.probe(never)).toEqual({
      ok: true,
      detail: 'MLflow 3.17.2: traces go to experiment Default (0).',
      version: '3.17.2',
      transport: 'otlp',
    });
  });
});
