import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type LedgerCommand, runLedgerCommand } from '../../src/cli/ledgerCommand.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

const CONFIG = 'model_list:\n  - model_name: coding\n    litellm_params: { model: demo/chat }\n';
const SLOW = CONFIG.replace('demo/chat', 'demo/slow');
const MESSAGES = { model: 'coding', messages: [{ role: 'user', content: 'hello' }] };

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

async function run(gateway: TestGateway, name: LedgerCommand, args: readonly string[] = []): Promise<Outcome> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runLedgerCommand(name, args, {
    variables: { TORII_HOME: join(gateway.directory, 'home') },
    print: (text) => void out.push(text),
    printError: (text) => void error.push(text),
  });
  return { code, out: out.join(''), error: error.join('') };
}

describe('torii backup', () => {
  it('names a copy in the home’s backups that has the rows of the ledger', async () => {
    const gateway = await startTestGateway(CONFIG);
    expect((await gateway.call('/v1/chat/completions', MESSAGES)).status).toBe(200);
    await expect.poll(async () => rowsOf(await (await gateway.call('/torii/export/usage.csv')).text())).toBe(1);
    const { code, out, error } = await run(gateway, 'backup');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const file = /^Backed up the ledger to (.+) \([\d.]+ kB\)\.\n$/.exec(out)?.[1] ?? '';
    expect(dirname(file)).toBe(join(gateway.directory, 'home', 'backups'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const copy = new Database(file, { readonly: true });
    expect(copy.prepare('select count(*) from spend_logs').pluck().get()).toBe(1);
    copy.close();
  });
});

describe('torii vacuum', () => {
  it('says what the ledger takes before and after', async () => {
    const { code, out, error } = await run(await startTestGateway(CONFIG), 'vacuum');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^The ledger takes [\d.]+ kB now; it took [\d.]+ kB\.\n$/);
  });

  it('goes on while requests run', async () => {
    const { code, error } = await runBesideStream(await startTestGateway(SLOW));
    expect({ code, error }).toEqual({ code: 0, error: '' });
  });

  it('passes on why the gateway refuses while requests run, where the ledger is of an older version', async () => {
    const gateway = await startTestGateway(SLOW);
    await gateway.close(0);
    asOldVersionMadeIt(join(gateway.directory, 'home', 'torii.db'));
    const { code, error } = await runBesideStream(await gateway.restart());
    expect({ code, error }).toEqual({
      code: 1,
      error: expect.stringMatching(/^torii vacuum: Requests are running \(1\)/),
    });
  });
});

/** A vacuum while an answer is on its way. */
async function runBesideStream(gateway: TestGateway): Promise<Outcome> {
  const stream = await gateway.call('/v1/chat/completions', { ...MESSAGES, stream: true });
  const reader = stream.body?.getReader();
  await reader?.read();
  const outcome = await run(gateway, 'vacuum');
  await reader?.cancel();
  return outcome;
}

/** A file that gives room back by a rewrite alone. */
function asOldVersionMadeIt(file: string): void {
  const sqlite = new Database(file);
  sqlite.pragma('auto_vacuum = none');
  sqlite.exec('vacuum');
  sqlite.close();
}

describe.each(['backup', 'vacuum'] as const)('torii %s', (name) => {
  it('says what to do where no gateway runs', async () => {
    const gateway = await startTestGateway(CONFIG);
    await gateway.close(0);
    const { code, error } = await run(gateway, name, ['--base-url', gateway.baseUrl]);
    expect(code).toBe(1);
    expect(error).toMatch(new RegExp(`^torii ${name}: No gateway runs at .*Start it with "torii"`));
  });

  it('prints its help', async () => {
    const { code, out } = await run(await startTestGateway(CONFIG), name, ['--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: torii ${name}`);
    expect(out).toContain('--base-url');
  });

  it('ends with 2 for arguments that it does not know', async () => {
    const { code, error } = await run(await startTestGateway(CONFIG), name, ['--nope']);
    expect(code).toBe(2);
    expect(error).toMatch(/--nope[\s\S]*--help/);
  });
});

function rowsOf(csv: string): number {
  return csv.trimEnd().split('\r\n').length - 1;
}
