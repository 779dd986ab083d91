import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECK_IDS } from '../../../src/doctor/checkList.ts';
import { doctorReportSchema } from '../../../src/protocol/doctor.ts';
import { runDoctorProgram } from '../../../src/vscode/doctor/doctorProgram.ts';
import { refusingUrl } from '../../simulators/bedrock/bedrockSimulator.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';
import { DEMO, Patient } from './patient.ts';

const PROGRAM = 'dist/headless.cjs';
const EDITOR_ONLY = CHECK_IDS.filter((id) => id.startsWith('editor-'));

/** Secrets of every kind, in every place that Doctor reads. */
const SECRETS = {
  homeKey: 'sk-test-home-key-abcdefgh',
  masterKey: 'sk-test-master-key-abcdefgh',
  upstreamKey: 'upstream-key-without-a-form',
  accessKeyId: 'AKIAEXAMPLE000000042',
  secretAccessKey: 'example-secret-access-key-for-tests-0042',
  fromEnvironment: 'value-of-a-variable-0042',
  proxyPassword: 'proxy-password-0042',
};

async function plantedPatient(): Promise<Patient> {
  const patient = new Patient();
  const refusing = await refusingUrl();
  patient.write(SECRETS.homeKey, 'master.key');
  patient.write(`CODING_KEY=${SECRETS.fromEnvironment}\nOTHER ${SECRETS.fromEnvironment}\n`, '.env', 0o644);
  patient.write(`model_list:
  - model_name: one
    litellm_params: { model: openai/x, api_base: "http://name:${SECRETS.proxyPassword}@127.0.0.1:1/v1", api_key: ${SECRETS.upstreamKey} }
  - model_name: ${SECRETS.fromEnvironment}
    litellm_params: { model: openai/x, api_base: "${refusing}", api_key: os.environ/CODING_KEY }
  - model_name: two
    litellm_params:
      model: bedrock/amazon.nova-lite-v1:0
      aws_region_name: ${SECRETS.secretAccessKey}
      aws_access_key_id: ${SECRETS.accessKeyId}
      aws_secret_access_key: ${SECRETS.secretAccessKey}
general_settings: { master_key: ${SECRETS.masterKey}, unknown_${SECRETS.fromEnvironment.replaceAll('-', '_')}: 1 }
`);
  Object.assign(patient.environment, {
    AWS_ENDPOINT_URL_STS: refusing,
    HTTPS_PROXY: `http://name:${SECRETS.proxyPassword}@127.0.0.1:1`,
  });
  return patient;
}

describe('a report', () => {
  it('has every check of a terminal, with the part of the way that it is about', async () => {
    const { code, out } = await new Patient().run('--json');
    const { checks } = doctorReportSchema.parse(JSON.parse(out));
    expect(code).toBe(1);
    expect([...new Set(checks.map(({ id }) => id))]).toEqual(CHECK_IDS.filter((id) => !EDITOR_ONLY.includes(id)));
    expect(checks.length).toBeGreaterThanOrEqual(30);
    for (const { hop, summary, fix, status } of checks) {
      expect(hop).not.toBe('');
      expect(summary).not.toMatch(/\{\w+\}/);
      if (status === 'failure' || status === 'warning') expect(fix).toBeTruthy();
    }
  });

  it.each(['--json', '--markdown', '--lang=ja'])('holds no secret: %s', async (form) => {
    const { out, error } = await (await plantedPatient()).run(form);
    expect(out.length).toBeGreaterThan(1000);
    for (const secret of Object.values(SECRETS)) expect(out + error).not.toContain(secret);
  });

  it('holds no secret when a gateway makes it', async () => {
    const gateway = await startTestGateway(
      `model_list:\n  - model_name: one\n    litellm_params: { model: openai/x, api_base: "${await refusingUrl()}", api_key: ${SECRETS.upstreamKey} }\n`,
      { LITELLM_MASTER_KEY: SECRETS.masterKey, SOME_TOKEN: SECRETS.fromEnvironment },
    );
    const headers = { authorization: `Bearer ${SECRETS.masterKey}` };
    const answer = await gateway.call('/torii/doctor', { model_calls: true }, headers);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    for (const secret of [...Object.values(SECRETS), gateway.homeKey]) expect(text).not.toContain(secret);
  });

  it('is in Japanese where that is asked for', async () => {
    const patient = new Patient();
    patient.environment['LANG'] = 'ja_JP.UTF-8';
    const { out } = await patient.run();
    expect(out).toContain('でゲートウェイが動いていません。');
    expect(out).toContain('対処: ');
    expect((await patient.run('--lang', 'en')).out).toContain('No gateway runs at');
  });
});

describe('POST /torii/doctor', () => {
  it('is for administrators, takes no unknown field, and runs what is asked for', async () => {
    const gateway = await startTestGateway(DEMO);
    const made = await (await gateway.call('/key/generate', {})).json();
    const asKey = { authorization: `Bearer ${(made as { key: string }).key}` };
    expect((await gateway.call('/torii/doctor', {}, asKey)).status).toBe(401);
    expect((await gateway.call('/torii/doctor', { modelCalls: true })).status).toBe(400);
    const answer = await gateway.call('/torii/doctor', { checks: ['deployments'], language: 'ja' });
    expect(doctorReportSchema.parse(await answer.json()).checks).toMatchObject([
      { id: 'deployments', status: 'ok', hop: 'Torii → モデル' },
    ]);
  });

  it('finds budgets that are used up', async () => {
    const gateway = await startTestGateway(`model_list:\n${openAiModel(await openAiUpstream(), 'coding')}`);
    const patient = new Patient(gateway);
    expect(await patient.only('budgets')).toMatchObject({ status: 'skipped' });
    const made = await gateway.call('/key/generate', { key_alias: 'coder', max_budget: 1, budget_duration: '1d' });
    const { key } = (await made.json()) as { key: string };
    expect(await patient.only('budgets')).toMatchObject({ status: 'ok' });
    const hello = { model: 'coding', messages: [{ role: 'user', content: 'Hello' }] };
    expect((await gateway.chat(hello, { authorization: `Bearer ${key}` })).status).toBe(200);
    await gateway.call('/key/update', { key, max_budget: 0.000001 });
    const found = await patient.only('budgets');
    expect(found).toMatchObject({ status: 'failure', subject: 'key coder 1d' });
    expect(found.fix).toContain('Raise it');
  });
});

describe('the program', () => {
  const run = (args: readonly string[], home: string) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      const env = { PATH: process.env['PATH'], HOME: home, TORII_HOME: home };
      execFile(process.execPath, [PROGRAM, 'doctor', ...args], { env }, (error, out) =>
        resolve({ code: error === null ? 0 : Number(error.code), out }),
      );
    });

  it('ends with 0 without failures, 1 with failures, 2 for what it does not know', async () => {
    const gateway = await startTestGateway(DEMO);
    const patient = new Patient(gateway);
    const here = ['--base-url', gateway.baseUrl];
    expect(await run([...here, '--check', 'gateway-up'], patient.home)).toMatchObject({ code: 0 });
    expect(await run(['--base-url', await refusingUrl(), '--check', 'gateway-up'], patient.home)).toMatchObject({
      code: 1,
    });
    expect(await run(['--check', 'nothing'], patient.home)).toMatchObject({ code: 2 });
    expect(await run(['--base-url', 'nowhere'], patient.home)).toMatchObject({ code: 2 });
    expect((await run(['--help'], patient.home)).out).toContain('torii doctor');
  });

  it('is what the editor runs, in a process of its own', async () => {
    const gateway = await startTestGateway(DEMO);
    const program = {
      distDir: join(process.cwd(), 'dist'),
      home: join(gateway.directory, 'home'),
      baseUrl: gateway.baseUrl,
      configFile: undefined,
      language: 'ja' as const,
      modelCalls: false,
    };
    const results = await runDoctorProgram(program, new AbortController().signal);
    expect(results.find(({ id }) => id === 'gateway-up')).toMatchObject({ status: 'ok', hop: 'クライアント → Torii' });
    await expect(runDoctorProgram({ ...program, distDir: '/nowhere' }, new AbortController().signal)).rejects.toThrow(
      /headless\.cjs/,
    );
  });
});
