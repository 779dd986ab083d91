import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../../../src/compose.ts';
import { homeAt } from '../../../src/config/home.ts';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { endProcess } from '../../support/endProcess.ts';
import { removeFolder } from '../../support/removeFolder.ts';
import { MASTER_KEY } from '../support/gateway.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';
import type { FaultTable } from './faultTable.ts';

const SECTION = 'Faults of the config and the ledger';
const CHAT = { model: 'model', messages: [{ role: 'user', content: 'Hello' }] };
/** Units of 512 or 1024 bytes, as the shell has it: room for the ledger at its start, and little more. */
const FILE_LIMIT = 700;

interface Place {
  readonly directory: string;
  readonly configFile: string;
  readonly homeDirectory: string;
}

async function preparePlace(): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), 'torii-ledger-'));
  onTestFinished(() => removeFolder(directory));
  const configFile = join(directory, 'config.yaml');
  writeFileSync(configFile, `model_list:\n${openAiModel(await openAiUpstream(), 'model')}`);
  return { directory, configFile, homeDirectory: join(directory, 'home') };
}

async function start({ configFile, directory }: Place, homeDirectory: string, log: string[] = []) {
  const gateway = await startGateway({
    home: homeAt(homeDirectory),
    host: '127.0.0.1',
    port: 0,
    configFile,
    version: 'test',
    distDirectory: directory,
    environment: { LITELLM_MASTER_KEY: MASTER_KEY },
    logger: createLineLogger('debug', (_level, line) => log.push(line)),
  });
  onTestFinished(() => gateway.close(0));
  return gateway;
}

async function ask(baseUrl: string, path: string, body: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/json' };
  return await fetch(baseUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

export function describeLedgerFaults(table: FaultTable): void {
  const note = (fault: string, outcome: string, row: string) =>
    table.add(SECTION, {
      fault,
      provider: 'openai',
      mode: 'whole: chat',
      outcome,
      row,
      socketsLeft: 0,
      reservationsLeft: 0,
    });

  it('a corrupt ledger is kept aside, and requests are served', async () => {
    const place = await preparePlace();
    await mkdir(place.homeDirectory, { recursive: true });
    const garbage = 'this is no database '.repeat(500);
    writeFileSync(join(place.homeDirectory, 'torii.db'), garbage);
    const log: string[] = [];
    const gateway = await start(place, place.homeDirectory, log);
    expect((await ask(gateway.baseUrl, '/v1/chat/completions', CHAT)).status).toBe(200);
    const kept = readdirSync(place.homeDirectory).filter((name) => /^torii\.db\.corrupt-/.test(name));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(place.homeDirectory, kept[0] ?? ''), 'utf8')).toBe(garbage);
    expect(log.join('\n')).toMatch(/is damaged\. It is kept as .*, and a new one begins/);
    note(
      'corrupt ledger at the start',
      'answer; the file is kept aside, the log says where',
      'success, in a new ledger',
    );
  });

  it('a home that cannot be written is a reason in one line', async () => {
    const place = await preparePlace();
    // Modes do not bind root; the kernel's own file systems do.
    await expect(start(place, '/sys/kernel/torii-home')).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringMatching(/^[^\n]*\/sys\/kernel\/torii-home[^\n]*$/),
    });
    note('read-only home', 'no start; one line names the folder and what to do', 'none');
  });

  it('a disk that takes no more has no rows, and requests are served all the same', { timeout: 60_000 }, async () => {
    const place = await preparePlace();
    const { baseUrl, output } = await startWithFullDisk(place);
    let status = 200;
    for (let turn = 0; !/The ledger took no row/.test(output()); turn++) {
      status = (await ask(baseUrl, '/v1/chat/completions', { ...CHAT, user: `${turn} ${'x'.repeat(5000)}` })).status;
      expect(status).toBe(200);
    }
    // A limit on a file's size is an input/output error to SQLite; a full disk has words of its own (storage.test.ts).
    expect(output()).toMatch(
      /The ledger .*torii\.db could not be read or written \(SQLITE_IOERR_WRITE\)\. Check the disk/,
    );
    expect((await ask(baseUrl, '/v1/chat/completions', CHAT)).status).toBe(200);
    const refused = await ask(baseUrl, '/key/generate', { max_budget: 1 });
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain('Check the disk');
    note(
      'a disk that takes no more',
      'answer; new keys: 503, with the file and what to check',
      'written when the disk takes it, lost with a process that ends before; told in the log',
    );
  });
}

/** The built program, to which the system refuses files beyond a size. */
async function startWithFullDisk(place: Place): Promise<{ readonly baseUrl: string; output(): string }> {
  const command = `trap '' XFSZ; ulimit -f ${FILE_LIMIT}; exec "$0" dist/headless.cjs --config "$1" --port 0`;
  const child = spawn('bash', ['-c', command, process.execPath, place.configFile], {
    env: {
      PATH: process.env['PATH'],
      HOME: place.directory,
      TORII_HOME: place.homeDirectory,
      LITELLM_MASTER_KEY: MASTER_KEY,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => endProcess(child));
  let printed = '';
  child.stderr.on('data', (part: Buffer) => {
    printed += part.toString();
  });
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      printed += part.toString();
      const url = /listening on (http\S+)/.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.on('exit', () => reject(new Error(printed)));
  });
  return { baseUrl, output: () => printed };
}
