import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallTrace } from '../../../src/domain/traceExport.ts';
import { DestinationUnavailable } from '../../../src/telemetry/destination.ts';
import { createPlainDoor } from '../../../src/telemetry/mlflow/mlflowDoor.ts';
import { createMlflowRunsDestination } from '../../../src/telemetry/mlflow/runs/runsDestination.ts';
import { type MlflowSimulatorOptions, startMlflowSimulator } from '../../simulators/mlflow/mlflowSimulator.ts';
import { NOON } from '../../unit/storage/support.ts';
import { callTrace, EVERYTHING, FAILURE, NO_LOGIN } from '../../unit/telemetry/mlflow/support.ts';

const NAME = '/litellm-monitoring';
const never = new AbortController().signal;

async function start(options: MlflowSimulatorOptions = {}, since = NOON - 1) {
  const server = await startMlflowSimulator(options);
  onTestFinished(() => server.close());
  const destination = (login = NO_LOGIN) =>
    createMlflowRunsDestination({
      id: 'mlflow-runs',
      wantsContent: true,
      door: createPlainDoor(server.url, login),
      fetch,
      s3: undefined,
      experiment: NAME,
      wish: EVERYTHING,
      since,
    });
  return { server, destination };
}

const calls = (count: number): readonly CallTrace[] =>
  Array.from({ length: count }, (_, index) => callTrace({ callId: `call-${index}` }));

describe('runs in MLflow', () => {
  it('are made one for each call, filled, given their files and ended', async () => {
    const { server, destination } = await start();
    expect(await destination().send([callTrace(), callTrace({ ...FAILURE, callId: 'call-2' })], never)).toEqual({
      accepted: 2,
      refused: [],
    });
    const [good, bad] = server.runs.toSorted((one, other) => one.name.localeCompare(other.name));
    expect(good).toMatchObject({ name: 'call-1', status: 'FINISHED', startTime: NOON, endTime: NOON + 1000 });
    expect(good?.metrics.get('prompt_tokens')).toBe(1134);
    expect(good?.params.get('model')).toBe('us.anthropic.claude');
    expect(good?.tags.get('run_id')).toBe(good?.id);
    expect([...(good?.artifacts ?? [])]).toEqual([
      ['prompt.txt', 'system: Answer in one word.\nuser: What is the capital of Japan?'],
      ['response.txt', 'Tokyo'],
    ]);
    expect(bad?.status).toBe('FAILED');
    expect(bad?.artifacts.get('error.txt')).toContain('Too many requests');
  });

  it('go to one experiment, which many calls at once look up only once', async () => {
    const { server, destination } = await start();
    await destination().send(calls(20), never);
    expect(server.experiments.map(({ name }) => name)).toEqual(['Default', NAME]);
    expect(server.calls.filter(({ path }) => path.includes('/experiments/'))).toHaveLength(2);
    expect(server.runs).toHaveLength(20);
  });

  it('go to the experiment that another gateway makes at the same moment', async () => {
    const { server, destination } = await start();
    await Promise.all([destination().send(calls(1), never), destination().send(calls(1), never)]);
    expect(server.experiments.filter(({ name }) => name === NAME)).toHaveLength(1);
    expect(server.runs.map(({ experimentId }) => experimentId)).toEqual(['1', '1']);
  });

  it('take their experiment out of the bin, also when it is deleted in their midst', async () => {
    const { server, destination } = await start();
    const runs = destination();
    await runs.send([callTrace()], never);
    const [, experiment] = server.experiments;
    if (experiment !== undefined) experiment.stage = 'deleted';
    expect((await runs.send([callTrace({ callId: 'later' })], never)).accepted).toBe(1);
    expect(experiment?.stage).toBe('active');
  });

  it('sign in with a name and a password, or with a token', async () => {
    const basic = await start({ authorization: `Basic ${Buffer.from('ann:secret').toString('base64')}` });
    await basic.destination({ ...NO_LOGIN, username: 'ann', password: 'secret' }).send([callTrace()], never);
    const bearer = await start({ authorization: 'Bearer t-1' });
    await bearer.destination({ ...NO_LOGIN, token: 't-1' }).send([callTrace()], never);
    expect([basic.server.runs.length, bearer.server.runs.length]).toEqual([1, 1]);
  });

  it('upload their files by addresses that the server signs, where it keeps them elsewhere', async () => {
    const { server, destination } = await start({ artifactRoot: 's3://bucket/mlflow', presigned: true });
    await destination().send([callTrace()], never);
    expect(server.runs[0]?.artifacts.get('response.txt')).toBe('Tokyo');
    const upload = server.calls.find(({ path }) => path.startsWith('/upload/'));
    expect(upload?.headers).toMatchObject({ 'x-upload': 'signed' });
    expect(upload?.headers.authorization).toBeUndefined();
  });

  it('say why they have no files, where nobody takes them', async () => {
    const { server, destination } = await start({ artifactRoot: '/srv/mlruns' });
    expect((await destination().send(calls(2), never)).accepted).toBe(2);
    expect(server.runs[0]).toMatchObject({ status: 'FINISHED' });
    expect(server.runs[0]?.tags.get('torii.artifacts')).toMatch(/keeps artifacts at file: .*--serve-artifacts/);
  });
});

describe('trouble on the way', () => {
  it.each(['/runs/create', '/runs/log-batch', '/runs/update', '/artifacts'])(
    'at %s keeps the call, and the next try goes on where it stopped',
    async (at) => {
      let broken = true;
      const { server, destination } = await start({
        disturb: ({ path }) => (broken && path.includes(at) ? { status: 503, body: 'down' } : undefined),
      });
      const runs = destination();
      await expect(runs.send([callTrace()], never)).rejects.toThrow(DestinationUnavailable);
      broken = false;
      expect((await runs.send([callTrace()], never)).accepted).toBe(1);
      expect(server.runs).toHaveLength(1);
      expect(server.runs[0]).toMatchObject({ status: 'FINISHED' });
      expect(server.runs[0]?.artifacts.size).toBe(2);
    },
  );

  it('makes no second run when only the answer was lost', async () => {
    let lost = true;
    const { server, destination } = await start({ loseAnswer: ({ path }) => lost && path.endsWith('/runs/create') });
    const runs = destination();
    await expect(runs.send([callTrace()], never)).rejects.toThrow(DestinationUnavailable);
    lost = false;
    await runs.send([callTrace()], never);
    expect(server.runs).toHaveLength(1);
  });

  it('makes no second run after a restart, when the first process had come to make it', async () => {
    const { server, destination } = await start({}, NOON + 60_000);
    await destination().send([callTrace()], never);
    await destination().send([callTrace()], never);
    expect(server.runs).toHaveLength(1);
  });

  it('writes no call of a batch twice because another one failed', async () => {
    let broken = true;
    const { server, destination } = await start({
      disturb: ({ path, body }) =>
        broken && path.endsWith('/create') && body.includes('call-5') ? { status: 503, body: '' } : undefined,
    });
    const runs = destination();
    await expect(runs.send(calls(6), never)).rejects.toThrow(DestinationUnavailable);
    broken = false;
    await runs.send(calls(6), never);
    expect(server.runs.map(({ name }) => name).toSorted()).toEqual(calls(6).map(({ record }) => record.callId));
  });

  it('tells when to come back', async () => {
    const { destination } = await start({
      disturb: () => ({ status: 429, headers: { 'retry-after': '7' }, body: '' }),
    });
    await expect(destination().send([callTrace()], never)).rejects.toMatchObject({ retryAfterMs: 7000 });
  });

  it('refuses single calls with the server’s words, and writes the others', async () => {
    const { server, destination } = await start({
      disturb: ({ path, body }) =>
        path.endsWith('/runs/create') && body.includes('call-1')
          ? { status: 400, body: JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message: 'Not so.' }) }
          : undefined,
    });
    const { accepted, refused } = await destination().send(calls(3), never);
    expect(accepted).toBe(2);
    expect(refused).toEqual([
      { callId: 'call-1', reason: expect.stringMatching(/400 INVALID_PARAMETER_VALUE: Not so\.$/) },
    ]);
    expect(server.runs).toHaveLength(2);
  });
});

describe('a login that is wrong, or may not write', () => {
  it.each([401, 403])(
    'keeps the calls (%s), names the variables, and loses nothing when it is mended',
    async (status) => {
      let wrong = true;
      const { server, destination } = await start({
        disturb: () => (wrong ? { status, body: JSON.stringify({ message: 'No.' }) } : undefined),
      });
      const runs = destination();
      await expect(runs.send(calls(3), never)).rejects.toMatchObject({
        name: 'DestinationUnavailable',
        message: expect.stringMatching(/No\.\. Check MLFLOW_TRACKING_USERNAME .* MLFLOW_TRACKING_TOKEN/),
      });
      wrong = false;
      expect(await runs.send(calls(3), never)).toEqual({ accepted: 3, refused: [] });
      expect(server.runs).toHaveLength(3);
    },
  );
});

describe('the test of the connection', () => {
  it('names version and experiment', async () => {
    const { destination } = await start();
    expect(await destination().probe(never)).toEqual({
      ok: true,
      detail: 'MLflow 3.17.2: runs go to experiment /litellm-monitoring (1).',
      version: '3.17.2',
      transport: 'runs',
    });
  });

  it('says what is wrong', async () => {
    const { destination } = await start({ authorization: 'Bearer t-1' });
    expect(await destination().probe(never)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('status 401'),
    });
  });
});
