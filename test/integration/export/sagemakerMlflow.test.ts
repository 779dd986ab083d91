import { describe, expect, it, onTestFinished } from 'vitest';
import { createRequestSigner } from '../../../src/providers/aws/requestSigner.ts';
import { DestinationUnavailable } from '../../../src/telemetry/destination.ts';
import { createMlflowRunsDestination } from '../../../src/telemetry/mlflow/runs/runsDestination.ts';
import { S3Bucket } from '../../../src/telemetry/mlflow/runs/s3Bucket.ts';
import { createMlflowTracesDestination } from '../../../src/telemetry/mlflow/traces/tracesDestination.ts';
import { SagemakerControlPlane } from '../../../src/telemetry/sagemaker/controlPlane.ts';
import { createSagemakerDoor } from '../../../src/telemetry/sagemaker/sagemakerDoor.ts';
import { parseTrackingArn } from '../../../src/telemetry/sagemaker/trackingArn.ts';
import { TrackingTarget } from '../../../src/telemetry/sagemaker/trackingTarget.ts';
import { TEST_CREDENTIALS } from '../../simulators/bedrock/authentication.ts';
import { startStsSimulator } from '../../simulators/bedrock/stsSimulator.ts';
import { type S3Options, startS3Simulator } from '../../simulators/mlflow/s3Simulator.ts';
import {
  APP_ARN,
  REGION,
  type SagemakerMlflowOptions,
  SERVER_ARN,
  startSagemakerMlflow,
} from '../../simulators/mlflow/sagemakerMlflow.ts';
import { callTrace, EVERYTHING, FAILURE } from '../../unit/telemetry/mlflow/support.ts';

const never = new AbortController().signal;
const KEYS = {
  AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
};
/** No profile and no machine of AWS, whatever this machine is. */
const NO_KEYS = {
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_PROFILE: 'absent',
};

interface Started extends SagemakerMlflowOptions {
  readonly arn?: string | undefined;
  readonly name?: string;
  readonly environment?: Record<string, string>;
  readonly buckets?: Partial<S3Options>;
}

async function start(options: Started = {}) {
  const sagemaker = await startSagemakerMlflow(options);
  const s3 = await startS3Simulator({ credentials: TEST_CREDENTIALS, region: REGION, ...options.buckets });
  onTestFinished(async () => void (await Promise.all([sagemaker.close(), s3.close()])));
  const { arn = SERVER_ARN, environment = KEYS, name } = options;
  const signer = createRequestSigner({
    environment: () => environment,
    network: () => undefined,
    now: () => Date.now(),
  });
  const control = new SagemakerControlPlane({ fetch, signer, region: REGION, endpoint: sagemaker.controlUrl });
  const settings = { arn: name === undefined ? parseTrackingArn(arn) : undefined, name: name || undefined };
  const target = new TrackingTarget(settings, control);
  const common = {
    ...{ id: 'mlflow', wantsContent: true, fetch },
    door: createSagemakerDoor({ target, signer, endpoint: sagemaker.tracking.url }),
  };
  const bucket = new S3Bucket({ fetch, signer, region: REGION, endpoint: s3.url });
  const runs = createMlflowRunsDestination({ ...common, s3: bucket, experiment: '/e', wish: EVERYTHING, since: 0 });
  const traces = createMlflowTracesDestination({ ...common, experiment: '/e', version: '1', fallback: runs });
  return { sagemaker, tracking: sagemaker.tracking, s3, control, target, runs, traces };
}

describe('MLflow on SageMaker', () => {
  it('gets signed calls, and the files of its runs in S3', async () => {
    const { runs, s3, tracking } = await start();
    const outcome = await runs.send([callTrace(), callTrace({ ...FAILURE, callId: 'call-2' })], never);
    expect(outcome).toEqual({ accepted: 2, refused: [] });
    expect(tracking.runs.map(({ status }) => status).toSorted()).toEqual(['FAILED', 'FINISHED']);
    const [run] = tracking.runs.filter(({ name }) => name === 'call-1');
    const key = `mlflow-artifacts-123456789012/store/1/${run?.id}/artifacts/response.txt`;
    expect(s3.objects.get(key)).toBe('Tokyo');
    expect(run?.params.get('deployment_env')).toBe('aws');
    expect(run?.tags.get('aws_account_id')).toBe('123456789012');
  });

  it('is an app as well as a tracking server', async () => {
    const { runs, tracking } = await start({ kind: 'app', arn: APP_ARN, presigned: true });
    expect((await runs.send([callTrace()], never)).accepted).toBe(1);
    expect(tracking.runs[0]?.artifacts.get('response.txt')).toBe('Tokyo');
  });

  it.each([false, true])('has its buckets in whatever region; S3 tells by a redirect: %s', async (redirects) => {
    const { runs, s3 } = await start({ buckets: { region: 'eu-central-1', redirects } });
    await runs.send([callTrace()], never);
    expect(s3.objects.size).toBe(2);
  });

  it('keeps runs whose files nobody may write, and says which permission is missing', async () => {
    const { runs, tracking } = await start({ buckets: { denied: true } });
    expect((await runs.send([callTrace()], never)).accepted).toBe(1);
    expect(tracking.runs[0]?.tags.get('torii.artifacts')).toMatch(/AccessDenied.*needs s3:PutObject/);
  });

  it('gets runs where it takes no traces, and is asked once', async () => {
    const { traces, tracking } = await start();
    await traces.send([callTrace()], never);
    await traces.send([callTrace({ callId: 'call-2' })], never);
    expect(tracking.runs).toHaveLength(2);
    expect(tracking.calls.filter(({ path }) => path === '/v1/traces')).toHaveLength(1);
  });

  it('gets traces where it takes them', async () => {
    const { traces, tracking } = await start({ traces: 'sql' });
    await traces.send([callTrace()], never);
    expect(tracking.traces).toHaveLength(1);
  });

  it('is found by its name', async () => {
    const { runs, sagemaker, tracking } = await start({ name: 'mlflow-tracking-server' });
    expect(runs.address).toBe('mlflow-tracking-server');
    await runs.send([callTrace()], never);
    expect(tracking.runs).toHaveLength(1);
    expect(runs.address).toBe(SERVER_ARN);
    expect(sagemaker.operations.map(([name]) => name)).toEqual(['DescribeMlflowTrackingServer']);
  });

  it('is found without a name where there is only one', async () => {
    const { runs, tracking } = await start({ name: '' });
    await runs.send([callTrace()], never);
    expect(tracking.runs).toHaveLength(1);
  });

  it('is waited for while it is not there, or does not run', async () => {
    const absent = await start({ name: '', empty: true });
    await expect(absent.runs.send([callTrace()], never)).rejects.toThrow(/no MLflow tracking server in this account/);
    const { runs, sagemaker, tracking } = await start();
    sagemaker.status = 'Stopped';
    await expect(runs.send([callTrace()], never)).rejects.toThrow(DestinationUnavailable);
    sagemaker.status = 'Started';
    await runs.send([callTrace()], never);
    expect(tracking.runs).toHaveLength(1);
  });

  it('loses nothing while there are no credentials, and says how to get some', async () => {
    const { runs } = await start({ environment: NO_KEYS });
    const sent = runs.send([callTrace()], never);
    await expect(sent).rejects.toThrow(DestinationUnavailable);
    await expect(sent).rejects.toThrow(/aws sso login --profile absent/);
  });

  it('takes sessions of a role', async () => {
    const session = {
      accessKeyId: 'ASIAEXAMPLE1',
      secretAccessKey: 'example-secret',
      sessionToken: 'example/token+==',
    };
    const sts = await startStsSimulator(session);
    onTestFinished(() => sts.close());
    const role = {
      SAGEMAKER_MLFLOW_ASSUME_ROLE_ARN: 'arn:aws:iam::123456789012:role/mlflow',
      AWS_ENDPOINT_URL_STS: sts.url,
    };
    const { runs, tracking } = await start({
      credentials: session,
      environment: { ...KEYS, ...role },
      buckets: { credentials: session },
    });
    await runs.send([callTrace(), callTrace({ callId: 'call-2' })], never);
    await runs.send([callTrace({ callId: 'call-3' })], never);
    expect(tracking.runs.map(({ status }) => status)).toEqual(['FINISHED', 'FINISHED', 'FINISHED']);
    expect(sts.calls.map(({ RoleArn }) => RoleArn)).toEqual([role.SAGEMAKER_MLFLOW_ASSUME_ROLE_ARN]);
  });
});

describe('the control plane', () => {
  it('describes, starts and stops a server', async () => {
    const { control, sagemaker, target } = await start();
    const server = await target.find(never);
    expect(await control.describe(server, never)).toEqual({
      ...{ arn: SERVER_ARN, name: 'mlflow-tracking-server', status: 'Created', active: true, version: '3.0.0' },
      ...{ size: 'Small', artifactStore: 's3://mlflow-artifacts-123456789012/store' },
    });
    await control.stop(server, never);
    expect(await control.describe(server, never)).toMatchObject({ status: 'Stopping', active: false });
    sagemaker.status = 'Stopped';
    await control.start(server, never);
    expect(sagemaker.status).toBe('Starting');
    await expect(control.stop(server, never)).rejects.toThrow(/ConflictException: .*not active/);
  });

  it('makes links for servers and for apps, within the times that SageMaker allows', async () => {
    const { control, sagemaker, target } = await start();
    expect(await control.presign(await target.find(never), never)).toMatch(/authToken=once$/);
    const app = parseTrackingArn(APP_ARN);
    expect(app && (await control.presign(app, never))).toMatch(/authToken=once$/);
    expect(sagemaker.operations.map(([, { ExpiresInSeconds }]) => ExpiresInSeconds)).toEqual([300, 300]);
  });

  it('lists servers and apps', async () => {
    const { control } = await start();
    expect(await control.listServers(never)).toMatchObject([{ arn: SERVER_ARN, active: true }]);
    expect(await control.listApps(never)).toMatchObject([{ arn: APP_ARN, active: true }]);
  });
});
