/**
 * SageMaker's own plugin for MLflow against the simulator that stands for SageMaker in `npm test`: what the simulator
 * takes from Torii it takes from the plugin, too.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import {
  REGION,
  type SagemakerMlflow,
  SERVER_ARN,
  startSagemakerMlflow,
} from '../simulators/mlflow/sagemakerMlflow.ts';
import { removeFolder } from '../support/removeFolder.ts';
import { mlflow } from '../tools/programs.ts';
import { runProgram } from './runProgram.ts';

let python: string;
let home: string;
let sagemaker: SagemakerMlflow;

beforeAll(async () => {
  python = (await mlflow()).bin('python3');
  home = mkdtempSync(join(tmpdir(), 'torii-external-plugin-'));
  sagemaker = await startSagemakerMlflow();
});

afterAll(async () => {
  await sagemaker?.close();
  if (home !== undefined) await removeFolder(home);
});

it('the simulator of SageMaker takes the calls of SageMaker’s own plugin', async () => {
  const run = await runProgram(python, [join(import.meta.dirname, 'sagemakerPlugin.py')], {
    cwd: home,
    timeout: 120_000,
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: home, NO_PROXY: '127.0.0.1,localhost' },
      ...{ MLFLOW_TRACKING_URI: SERVER_ARN, MLFLOW_DISABLE_TELEMETRY: 'true' },
      ...{ SAGEMAKER_MLFLOW_CUSTOM_ENDPOINT: sagemaker.tracking.url, SAGEMAKER_ENDPOINT_URL: sagemaker.controlUrl },
      ...{ AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId, AWS_DEFAULT_REGION: REGION },
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    },
  });
  expect(run.exitCode, run.output).toBe(0);
  expect(run.events.at(-1)).toEqual({ found: true, link: expect.stringContaining('authToken=once') });
  expect(sagemaker.tracking.runs[0]?.params.get('質問')).toBe('日本の首都は？');
  expect(sagemaker.operations).toEqual([
    [
      'CreatePresignedMlflowTrackingServerUrl',
      {
        TrackingServerName: 'mlflow-tracking-server',
        ExpiresInSeconds: 300,
        SessionExpirationDurationInSeconds: 20_000,
      },
    ],
  ]);
});
