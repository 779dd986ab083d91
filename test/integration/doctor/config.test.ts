import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.ts';
import { DEMO, Patient } from './patient.ts';

function patientWith(config: string, environment: Record<string, string> = {}): Patient {
  const patient = new Patient();
  patient.write(config);
  Object.assign(patient.environment, environment);
  return patient;
}

const KEY_FROM_ENVIRONMENT = `model_list:
  - model_name: coding
    litellm_params: { model: openai/gpt-5, api_base: "http://127.0.0.1:1", api_key: os.environ/CODING_KEY }
`;

describe('the config', () => {
  it('names the place where the YAML cannot be read', async () => {
    const patient = patientWith('model_list:\n  - model_name: [broken\n');
    const found = await patient.only('config-readable');
    expect(found).toMatchObject({ status: 'failure', hop: 'Torii → config' });
    expect(found.detail).toMatch(/config\.yaml:\d+:\d+: /);
    expect(await patient.only('deployments')).toMatchObject({ status: 'skipped' });
  });

  it('says that a file is missing', async () => {
    const patient = new Patient();
    patient.write('sk-test-home-key', 'master.key');
    const found = await patient.only('config-readable');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.detail).toContain('cannot be read');
  });

  it('says that the config is yet to come in a home that no gateway was started with', async () => {
    const found = await new Patient().only('config-readable');
    expect(found).toMatchObject({ status: 'warning', summary: expect.stringContaining('no config yet') });
    expect(found.fix).toContain('Start Proxy');
  });

  it('says that a broken edit is not in force while the gateway runs on', async () => {
    const gateway = await startTestGateway(DEMO);
    const patient = new Patient(gateway);
    expect(await patient.only('config-readable')).toMatchObject({ status: 'ok' });
    writeFileSync(gateway.configFile, 'model_list: [');
    await expect.poll(async () => (await patient.only('config-readable')).status).toBe('failure');
    expect((await patient.only('config-readable')).summary).toContain('the last good one stays in force');
  });

  it('lists deployments with errors, with place and cure', async () => {
    const patient = patientWith('model_list:\n  - model_name: coding\n    litellm_params: { model: bedrok/x }\n');
    const found = await patient.check('config-errors');
    expect(found.map(({ status }) => status)).toContain('failure');
    expect(found.map(({ summary }) => summary).join()).toMatch(/config\.yaml:3:\d+/);
    expect(await patient.only('deployments')).toMatchObject({ status: 'failure' });
    expect(await patientWith(DEMO).only('config-errors')).toMatchObject({ status: 'ok' });
  });

  it('finds keys that nobody knows', async () => {
    const patient = patientWith(`${DEMO}litellm_settings:\n  num_retrys: 3\n`);
    const [found] = await patient.check('config-unknown-fields');
    expect(found).toMatchObject({ status: 'warning', subject: 'litellm_settings.num_retrys' });
    expect(found?.detail).toContain('num_retrys');
    expect(found?.fix).toContain('num_retries');
    expect(await patientWith(DEMO).only('config-unknown-fields')).toMatchObject({ status: 'ok' });
    const unused = await patientWith(`${DEMO}litellm_settings:\n  json_logs: true\n`).only('config-unknown-fields');
    expect(unused).toMatchObject({ status: 'ok', summary: expect.stringContaining('litellm_settings.json_logs') });
  });

  it('says when the gateway runs with another config than the one that is meant', async () => {
    const gateway = await startTestGateway(DEMO);
    const patient = new Patient(gateway);
    expect(await patient.only('config-place', '--config', gateway.configFile)).toMatchObject({ status: 'ok' });
    const found = await patient.only('config-place', '--config', join(gateway.directory, 'other.yaml'));
    expect(found).toMatchObject({ status: 'warning' });
    expect(found.summary).toContain('other.yaml');
    expect(found.fix).toContain('Restart it');
  });

  it('finds a master key that everybody knows', async () => {
    const weak = await patientWith(`${DEMO}general_settings:\n  master_key: sk-1234\n`).only('config-master-key');
    expect(weak).toMatchObject({ status: 'warning' });
    const strong = `${DEMO}general_settings:\n  master_key: sk-test-0123456789abcdef\n`;
    expect(await patientWith(strong).only('config-master-key')).toMatchObject({ status: 'ok' });
  });
});

describe('the environment', () => {
  it('finds variables that have no value, and where they belong', async () => {
    const patient = patientWith(KEY_FROM_ENVIRONMENT);
    const [found] = await patient.check('environment-references');
    expect(found).toMatchObject({ status: 'warning', hop: 'Torii → environment' });
    expect(found?.detail).toContain('CODING_KEY');
    expect(found?.fix).toContain('.env');
    expect(await patient.only('env-file')).toMatchObject({ status: 'warning' });
    patient.write('CODING_KEY=sk-test-coding-key\n', '.env');
    expect(await patient.only('environment-references')).toMatchObject({ status: 'ok' });
    expect(await patient.only('env-file')).toMatchObject({ status: 'ok' });
  });

  it('finds a .env that others can read, and lines in it that are nothing', async () => {
    const patient = patientWith(DEMO);
    const text = '# keys\nCODING_KEY sk-test-coding-key\nexport OTHER="two\nlines"\n\nFINE=1\njust words\n';
    const file = patient.write(text, '.env');
    chmodSync(file, 0o644);
    const [open, lines] = await patient.check('env-file');
    expect(open).toMatchObject({ status: 'warning', fix: `chmod 600 "${file}"` });
    expect(lines?.summary).toBe(`Lines of ${file} are no assignments: 2, 7.`);
    expect(JSON.stringify([open, lines])).not.toContain('sk-test-coding-key');
  });
});
