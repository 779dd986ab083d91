import { describe, expect, it, onTestFinished } from 'vitest';
import { TEST_CREDENTIALS } from '../../simulators/bedrock/authentication.ts';
import { refusingUrl } from '../../simulators/bedrock/bedrockSimulator.ts';
import { type StsOptions, startStsSimulator } from '../../simulators/bedrock/stsSimulator.ts';
import { Patient } from './patient.ts';

const KEYS = `      aws_access_key_id: ${TEST_CREDENTIALS.accessKeyId}
      aws_secret_access_key: ${TEST_CREDENTIALS.secretAccessKey}
`;
const REGION = '      aws_region_name: us-east-1\n';

/** A config with one Bedrock model, and an STS that knows the test's key. */
async function patientWith(lines: string, options: StsOptions = {}, model = 'anthropic.claude-3-haiku-20240307-v1:0') {
  const sts = await startStsSimulator(TEST_CREDENTIALS, options);
  onTestFinished(() => sts.close());
  const patient = new Patient();
  patient.write(`model_list:\n  - model_name: coding\n    litellm_params:\n      model: bedrock/${model}\n${lines}`);
  // A machine without credentials of its own, and without AWS's service for instances.
  Object.assign(patient.environment, {
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: `${patient.home}/no-credentials`,
    AWS_CONFIG_FILE: `${patient.home}/no-config`,
  });
  return { patient, sts };
}

describe('credentials', () => {
  it('says where they come from', async () => {
    const { patient } = await patientWith(KEYS + REGION);
    const found = await patient.only('aws-credentials');
    expect(found).toMatchObject({ status: 'ok', subject: 'coding', hop: 'Torii → AWS credentials' });
    expect(found.summary).toContain('(static)');
    const key = await patientWith(`      api_key: sk-test-bedrock-key\n${REGION}`);
    expect((await key.patient.only('aws-credentials')).summary).toContain('(bearer)');
    expect(await key.patient.only('aws-identity')).toMatchObject({ status: 'skipped' });
  });

  it('finds that there are none, and says what to do', async () => {
    const { patient } = await patientWith(`      aws_profile_name: nobody\n${REGION}`);
    const found = await patient.only('aws-credentials');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.summary).toContain('profile nobody');
    expect(found.fix).toContain('aws sso login --profile nobody');
  });

  it('finds those that have ended, and those that end soon', async () => {
    const role = '      aws_role_name: arn:aws:iam::123456789012:role/coder\n';
    const until = (minutes: number) => ({ expiration: new Date(Date.now() + minutes * 60_000).toISOString() });
    const of = async (minutes: number) =>
      await (await patientWith(KEYS + REGION + role, until(minutes))).patient.only('aws-credentials');
    expect(await of(-5)).toMatchObject({ status: 'failure', summary: expect.stringContaining('ended at') });
    expect(await of(5)).toMatchObject({ status: 'warning', summary: expect.stringContaining('end in 4 minutes') });
    expect(await of(120)).toMatchObject({ status: 'ok' });
  });
});

describe('the identity', () => {
  it('is what STS says of a request that is signed as AWS wants it', async () => {
    const { patient, sts } = await patientWith(KEYS + REGION);
    const found = await patient.only('aws-identity');
    expect(found.status).toBe('ok');
    expect(found.summary).toContain('arn:aws:iam::123456789012:user/tester');
    expect(sts.calls.map((call) => call['Action'])).toEqual(['GetCallerIdentity']);
  });

  it('asks once for deployments that share credentials', async () => {
    const { patient, sts } = await patientWith(KEYS + REGION);
    const entry = `  - model_name: second\n    litellm_params:\n      model: bedrock/amazon.nova-lite-v1:0\n${KEYS}${REGION}`;
    patient.write(`model_list:\n${entry.replace('second', 'first')}${entry}`);
    expect(await patient.only('aws-identity')).toMatchObject({ subject: 'first, second' });
    expect(sts.calls).toHaveLength(1);
  });

  it('finds a key that AWS does not know, in the words of AWS', async () => {
    const { patient } = await patientWith(KEYS.replace('AKIAEXAMPLE000000001', 'AKIAEXAMPLE000000009') + REGION);
    const found = await patient.only('aws-identity');
    expect(found).toMatchObject({ status: 'failure', hop: 'Torii → AWS STS' });
    expect(found.detail).toContain('The security token included in the request is invalid.');
    expect(found.fix).toContain('aws_access_key_id');
    expect(JSON.stringify(found)).not.toContain('AKIAEXAMPLE');
  });

  it('finds a secret that does not fit', async () => {
    const { patient } = await patientWith(KEYS.replace('tests-0001', 'tests-0002') + REGION);
    expect(await patient.only('aws-identity')).toMatchObject({
      status: 'failure',
      detail: expect.stringContaining('signature'),
    });
  });

  it('tells a way to STS that fails from credentials that are refused', async () => {
    const { patient } = await patientWith(KEYS + REGION);
    patient.environment['AWS_ENDPOINT_URL_STS'] = await refusingUrl();
    const found = await patient.only('aws-identity');
    expect(found).toMatchObject({ status: 'failure', summary: 'STS could not be asked.' });
    expect(found.detail).toContain('refused the connection');
  });
});

describe('the region', () => {
  it('is named, malformed, left to chance, or not one that the model can be called from', async () => {
    const of = async (lines: string, model?: string) =>
      await (await patientWith(KEYS + lines, {}, model)).patient.only('aws-region');
    expect(await of(REGION)).toMatchObject({ status: 'ok', summary: 'The region is us-east-1.' });
    expect(await of('      aws_region_name: us-east\n')).toMatchObject({ status: 'failure' });
    expect(await of('')).toMatchObject({ status: 'warning', fix: expect.stringContaining('aws_region_name') });
    const misplaced = await of('      aws_region_name: eu-west-1\n', 'us.anthropic.claude-3-haiku-20240307-v1:0');
    expect(misplaced).toMatchObject({ status: 'warning', summary: expect.stringContaining('eu-west-1') });
  });
});
