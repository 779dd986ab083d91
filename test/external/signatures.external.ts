/** Torii's signatures against botocore itself. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { SIGNED_REQUESTS, signAsTorii } from '../contract/sigv4/cases.ts';
import golden from '../contract/sigv4/golden/signed.json' with { type: 'json' };
import { mlflow } from '../tools/programs.ts';
import { runProgram } from './runProgram.ts';

const REQUESTS = join(import.meta.dirname, '..', 'contract', 'sigv4', 'golden', 'requests.json');
let python: string;

beforeAll(async () => {
  python = (await mlflow()).bin('python3');
});

it('signatures of requests to MLflow on SageMaker, to SageMaker and to S3 are botocore’s', async () => {
  const run = await runProgram(python, [join(import.meta.dirname, 'botocoreSignatures.py'), REQUESTS], {
    timeout: 60_000,
    env: { PATH: process.env['PATH'] ?? '' },
  });
  expect(run.exitCode, run.output).toBe(0);
  expect(run.events.at(-1)).toEqual({
    version: golden.version,
    signed: await Promise.all(SIGNED_REQUESTS.map(signAsTorii)),
  });
});
