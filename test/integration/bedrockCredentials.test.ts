import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import type { BedrockSimulatorOptions } from '../simulators/bedrock/bedrockSimulator.ts';
import { collect, SONNET_37, textOf, toCall, toDeployment, toRequest } from '../simulators/bedrock/fixtures.ts';
import { failureOf, type ProviderHarness, startHarness } from '../simulators/bedrock/providerHarness.ts';
import { startStsSimulator } from '../simulators/bedrock/stsSimulator.ts';

let harness: ProviderHarness;

async function start(
  options: BedrockSimulatorOptions = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  harness = await startHarness(options, environment);
}

afterEach(() => harness.close());

describe('credentials', () => {
  const session = { ...TEST_CREDENTIALS, sessionToken: 'example-session-token' };
  const noKeys = { region: 'us-east-1' };

  it('signs with a session token from the config', async () => {
    await start({ credentials: [session] });
    const deployment = toDeployment(SONNET_37, { aws: { ...session, region: 'us-east-1' } });
    expect(textOf(await collect(await harness.provider.chat(toRequest(), toCall(deployment))))).toBe('You said: Hello');
  });

  it('signs with keys from the environment', async () => {
    const { accessKeyId, secretAccessKey } = TEST_CREDENTIALS;
    await start(
      {},
      { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION_NAME: 'eu-west-1' },
    );
    const answer = await harness.provider.chat(
      toRequest(),
      toCall(toDeployment(SONNET_37, { aws: { sessionName: 'unused' } })),
    );
    expect(answer.region).toBe('eu-west-1');
    expect(textOf(await collect(answer))).toBe('You said: Hello');
  });

  it.each(['apiKey', 'environment'])('sends a bearer token of the %s', async (where) => {
    const token = 'sk-test-bearer';
    await start({ bearerTokens: [token] }, where === 'environment' ? { AWS_BEARER_TOKEN_BEDROCK: token } : {});
    const deployment = toDeployment(SONNET_37, { aws: noKeys, apiKey: where === 'apiKey' ? token : undefined });
    expect(textOf(await collect(await harness.provider.chat(toRequest(), toCall(deployment))))).toBe('You said: Hello');
    expect(harness.simulator.requests[0]?.headers['authorization']).toBe(`Bearer ${token}`);
  });

  it('says how to give credentials when there are none', async () => {
    await start({}, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const error = await failureOf(harness.provider.chat(toRequest(), toCall(toDeployment(SONNET_37, { aws: noKeys }))));
    expect(error).toMatchObject({ kind: 'authentication', status: 401 });
    expect(error.message).toContain('aws_access_key_id');
    expect(error.message).toContain('AWS_PROFILE');
  });

  it('names the profile and the command that renews it', async () => {
    await start();
    const deployment = toDeployment(SONNET_37, { aws: { ...noKeys, profile: 'workshop' } });
    const error = await failureOf(harness.provider.chat(toRequest(), toCall(deployment)));
    expect(error.kind).toBe('authentication');
    expect(error.message).toContain('aws sso login --profile workshop');
  });

  it('reads keys and region of a profile, and reads them anew after a refusal', async () => {
    await start();
    writeFileSync(join(harness.awsHome, 'config'), '[profile workshop]\nregion = ap-northeast-1\n');
    const write = (secret: string): void =>
      writeFileSync(
        join(harness.awsHome, 'credentials'),
        `[workshop]\naws_access_key_id = ${TEST_CREDENTIALS.accessKeyId}\naws_secret_access_key = ${secret}\n`,
      );
    write('outdated');
    const call = toCall(toDeployment(SONNET_37, { aws: { profile: 'workshop' } }));
    expect((await failureOf(harness.provider.chat(toRequest(), call))).kind).toBe('authentication');
    write(TEST_CREDENTIALS.secretAccessKey);
    const answer = await harness.provider.chat(toRequest(), call);
    expect(answer.region).toBe('ap-northeast-1');
    await collect(answer);
  });

  it.each([
    ['keys', { externalId: 'outside' }, { Action: 'AssumeRole', ExternalId: 'outside' }],
    ['a web identity', { webIdentityToken: 'jwt' }, { Action: 'AssumeRoleWithWebIdentity', WebIdentityToken: 'jwt' }],
  ])('assumes a role with %s, once for many requests', async (_name, parameters, expected) => {
    await start({ credentials: [session] });
    const sts = await startStsSimulator(session);
    const roleArn = 'arn:aws:iam::123456789012:role/bedrock';
    const aws = {
      ...noKeys,
      ...TEST_CREDENTIALS,
      roleArn,
      sessionName: 'torii-test',
      stsEndpoint: sts.url,
      ...parameters,
    };
    for (let count = 0; count < 2; count += 1) {
      const answer = await harness.provider.chat(toRequest(), toCall(toDeployment(SONNET_37, { aws })));
      expect(textOf(await collect(answer))).toBe('You said: Hello');
    }
    expect(sts.calls).toHaveLength(1);
    expect(sts.calls[0]).toMatchObject({ RoleArn: roleArn, RoleSessionName: 'torii-test', ...expected });
    await sts.close();
  });

  it('hides what AWS echoes of a wrong signature', async () => {
    await start({ credentials: [{ ...session, secretAccessKey: 'another-secret' }] });
    const deployment = toDeployment(SONNET_37, { aws: { ...session, region: 'us-east-1' } });
    const error = await failureOf(harness.provider.chat(toRequest(), toCall(deployment)));
    expect(error).toMatchObject({ kind: 'authentication', providerCode: 'InvalidSignatureException' });
    expect(error.message).not.toContain(session.sessionToken);
    expect(error.message).not.toContain(session.secretAccessKey);
  });

  it('refuses an unknown key as authentication', async () => {
    await start({ credentials: [] });
    expect(await failureOf(harness.ask())).toMatchObject({
      kind: 'authentication',
      providerCode: 'UnrecognizedClientException',
    });
  });
});
