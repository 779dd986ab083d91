import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runConfigure } from '../../../src/cli/configure.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { DEMO, Patient } from './patient.ts';

interface Setting {
  readonly patient: Patient;
  readonly gateway: TestGateway;
  /** Changes a JSON file of the agent's. */
  edit(file: string, change: (settings: Record<string, unknown>) => void): void;
}

/** A machine whose agent was configured by Torii itself. */
async function configured(agent: string, dataDir: string): Promise<Setting> {
  const gateway = await startTestGateway(DEMO);
  const patient = new Patient(gateway);
  const homeDir = join(patient.directory, 'user');
  const code = await runConfigure([agent, '--yes', '--base-url', gateway.baseUrl], {
    homeDir,
    variables: { TORII_HOME: patient.home },
    platform: 'linux',
    clock: { now: () => Date.now() },
    print: () => undefined,
    printError: (text) => expect.fail(text),
    ask: undefined,
  });
  expect(code).toBe(0);
  return {
    patient,
    gateway,
    edit: (file, change) => {
      const path = join(homeDir, dataDir, file);
      const settings: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
      change(settings);
      writeFileSync(path, JSON.stringify(settings));
    },
  };
}

const cline = async (): Promise<Setting> => await configured('cline', '.cline/data');

describe('Cline’s settings', () => {
  it('lead to the gateway with a key and a model that it knows', async () => {
    const { patient } = await cline();
    expect(await patient.only('cline')).toMatchObject({ status: 'ok', hop: 'Cline → Torii' });
  });

  it('may name another port', async () => {
    const { patient, edit } = await cline();
    edit('globalState.json', (settings) => {
      settings['liteLlmBaseUrl'] = 'http://127.0.0.1:4999';
    });
    const [found] = await patient.check('cline');
    expect(found).toMatchObject({ status: 'failure', summary: expect.stringContaining('http://127.0.0.1:4999') });
    expect(found?.fix).toContain('torii configure');
  });

  it('may name a model that is gone', async () => {
    const { patient, edit } = await cline();
    edit('globalState.json', (settings) => {
      settings['actModeLiteLlmModelId'] = 'retired';
    });
    expect(await patient.check('cline')).toMatchObject([
      { status: 'failure', summary: expect.stringContaining('retired') },
    ]);
  });

  it('may send it to another provider', async () => {
    const { patient, edit } = await cline();
    edit('globalState.json', (settings) => {
      settings['actModeApiProvider'] = 'openrouter';
    });
    expect(await patient.check('cline')).toMatchObject([
      { status: 'warning', summary: expect.stringContaining('actModeApiProvider') },
    ]);
  });

  it('may hold a key that was deleted, is blocked, or is the master key', async () => {
    const { patient, gateway, edit } = await cline();
    await gateway.call('/key/block', { key: JSON.parse(clineSecrets(patient))['liteLlmApiKey'] });
    expect(await patient.check('cline')).toMatchObject([
      { status: 'failure', summary: expect.stringContaining('blocked') },
    ]);
    await gateway.call('/key/delete', { key_aliases: ['cline'] });
    expect(await patient.check('cline')).toMatchObject([
      { status: 'failure', summary: expect.stringContaining('does not know the key') },
    ]);
    edit('secrets.json', (settings) => {
      settings['liteLlmApiKey'] = gateway.homeKey;
    });
    const withMaster = await patient.check('cline');
    expect(withMaster.map(({ summary }) => summary).join()).toContain('master key');
    expect(JSON.stringify(withMaster)).not.toContain(gateway.homeKey);
  });

  it('may be a file that Cline cannot read', async () => {
    const { patient, edit } = await cline();
    edit('settings/providers.json', (settings) => {
      settings['providers'] = { litellm: { settings: {} } };
    });
    const [found] = await patient.check('cline');
    expect(found).toMatchObject({ status: 'failure', summary: expect.stringContaining('providers.json') });
  });

  it('are not looked for where there is no Cline', async () => {
    expect(await new Patient().only('cline')).toMatchObject({ status: 'skipped' });
  });
});

function clineSecrets(patient: Patient): string {
  return readFileSync(join(patient.directory, 'user', '.cline/data/secrets.json'), 'utf8');
}

describe('settings of other agents', () => {
  it('are checked alike', async () => {
    const { patient, edit } = await configured('claude-code', '.claude');
    expect(await patient.only('other-agents')).toMatchObject({ status: 'ok', subject: 'Claude Code' });
    edit('settings.json', (settings) => {
      settings['env'] = { ...(settings['env'] as object), ANTHROPIC_BASE_URL: 'http://127.0.0.1:4999' };
    });
    expect(await patient.check('other-agents')).toMatchObject([{ status: 'failure', subject: 'Claude Code' }]);
  });
});
