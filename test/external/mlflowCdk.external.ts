/** The infrastructure of `examples/mlflow-sagemaker-cdk`, synthesised as `cdk synth` does, without an account. */
import { cpSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { removeFolder } from '../support/removeFolder.ts';
import { cdk } from '../tools/programs.ts';
import { runProgram } from './runProgram.ts';

const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'mlflow-sagemaker-cdk');
const SYNTH_LIMIT_MS = 120_000;

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
  Outputs: z.record(z.string(), z.unknown()),
});
type Template = z.infer<typeof templateSchema>;

let project: string;

beforeAll(async () => {
  const library = await cdk();
  project = mkdtempSync(join(tmpdir(), 'torii-external-cdk-'));
  cpSync(EXAMPLE, project, { recursive: true });
  symlinkSync(join(library.directory, 'node_modules'), join(project, 'node_modules'));
});

afterAll(async () => {
  if (project !== undefined) await removeFolder(project);
});

async function synthesise(context: Readonly<Record<string, string>> = {}): Promise<Template> {
  const out = mkdtempSync(join(project, 'out-'));
  const run = await runProgram(process.execPath, ['bin/app.ts'], {
    cwd: project,
    timeout: SYNTH_LIMIT_MS,
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: project, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context) },
      ...{ CDK_DEFAULT_ACCOUNT: '123456789012', CDK_DEFAULT_REGION: 'us-east-1' },
    },
  });
  expect(run.exitCode, run.output).toBe(0);
  return templateSchema.parse(JSON.parse(readFileSync(join(out, 'ToriiMlflow.template.json'), 'utf8')));
}

const ofType = ({ Resources }: Template, type: string) =>
  Object.values(Resources).filter((resource) => resource.Type === type);

describe('the example’s infrastructure', () => {
  it('is a tracking server with a bucket and a role of its own', async () => {
    const template = await synthesise();
    const [server] = ofType(template, 'AWS::SageMaker::MlflowTrackingServer');
    expect(server?.Properties).toMatchObject({
      TrackingServerName: 'mlflow-tracking-server',
      TrackingServerSize: 'Small',
      ArtifactStoreUri: { 'Fn::Join': ['', ['s3://', expect.anything(), '/mlflow']] },
      RoleArn: expect.anything(),
    });
    const [bucket] = ofType(template, 'AWS::S3::Bucket');
    expect(bucket?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain' });
    const roles = ofType(template, 'AWS::IAM::Role').map(({ Properties }) => JSON.stringify(Properties));
    expect(roles.filter((role) => role.includes('sagemaker.amazonaws.com'))).toHaveLength(1);
    expect(Object.keys(template.Outputs)).toEqual(
      expect.arrayContaining(['TrackingServerArn', 'ArtifactBucket', 'ServerRoleArn', 'GatewayPolicyArn']),
    );
  });

  it('allows the gateway what it does, and no more than that on this server and this bucket', async () => {
    const [policy] = ofType(await synthesise(), 'AWS::IAM::ManagedPolicy');
    const text = JSON.stringify(policy?.Properties);
    for (const action of [
      ...['sagemaker-mlflow:CreateRun', 'sagemaker-mlflow:LogBatch', 'sagemaker-mlflow:GetExperimentByName'],
      ...['sagemaker:StartMlflowTrackingServer', 'sagemaker:CreatePresignedMlflowTrackingServerUrl', 's3:PutObject'],
    ]) {
      expect(text).toContain(`"${action}"`);
    }
    expect(text).not.toMatch(/:\*"|"Action":"\*"|Delete/);
  });

  it('lets a principal assume a role with that policy, where one is named', async () => {
    const principal = 'arn:aws:iam::123456789012:user/dev';
    const template = await synthesise({ gatewayPrincipalArn: principal, trackingServerSize: 'Medium' });
    const roles = ofType(template, 'AWS::IAM::Role').map(({ Properties }) => JSON.stringify(Properties));
    expect(roles.filter((role) => role.includes(principal))).toHaveLength(1);
    expect(template.Outputs).toHaveProperty('GatewayRoleArn');
    const [server] = ofType(template, 'AWS::SageMaker::MlflowTrackingServer');
    expect(server?.Properties).toMatchObject({ TrackingServerSize: 'Medium' });
  });
});
