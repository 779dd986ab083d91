import { afterEach, describe, expect, it } from 'vitest';
import { obtainAgentKey } from '../../../src/apiClient/agentKey.ts';
import { GivenUp, PatientClient } from '../../../src/vscode/patientClient.ts';
import { type LocalServer, startLocalServer } from '../../support/localServer.ts';

const LOCKED = 'The ledger /home/a/torii.db is locked by another program.';
const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const refusal = (message: string, status: number) =>
  JSON.stringify({ error: { message, type: 'x', param: null, code: String(status) } });

/** A gateway whose ledger is locked for the first change, and the client of somebody who answers `again` to its message. */
async function lockedGateway(again: boolean, good: unknown = {}) {
  const paths: string[] = [];
  const server = await startLocalServer((request, response) => {
    paths.push(request.url ?? '');
    if (paths.length > 1) return response.end(JSON.stringify(good));
    return response.writeHead(503).end(refusal(LOCKED, 503));
  });
  servers.push(server);
  const asked: string[] = [];
  const client = new PatientClient(server.url, 'sk-test-home', (message) => {
    asked.push(message);
    return Promise.resolve(again);
  });
  return { client, paths, asked };
}

const BACKUP = { file: '/home/a/backups/torii.db', bytes: 1 };
const MLFLOW = {
  ...{ kind: 'plain', address: 'x', name: null, arn: null, region: null, status: null, size: null },
  ...{ active: true, version: null, artifact_store: null, experiments: [], stoppable: false },
};

const changes: readonly (readonly [string, unknown, (client: PatientClient) => Promise<unknown>])[] = [
  ['the budget of a key', {}, (client) => client.setKeyBudget('hash', 5)],
  ['a word on a waiting request', {}, (client) => client.decideBudget('1', { decision: 'allow-once' })],
  ['a backup of the ledger', BACKUP, (client) => client.backUpLedger()],
  ['a start of MLflow', MLFLOW, (client) => client.startMlflow()],
];

describe('a change that cannot be made just now', () => {
  it.each(changes)('is made when it is tried again: %s', async (_name, good, change) => {
    const { client, paths, asked } = await lockedGateway(true, good);
    await change(client);
    expect(asked).toEqual([LOCKED]);
    expect(paths).toEqual([paths[0], paths[0]]);
  });

  it.each(changes)('ends where nobody wants to try again: %s', async (_name, good, change) => {
    const { client, paths, asked } = await lockedGateway(false, good);
    await expect(change(client)).rejects.toThrow(GivenUp);
    expect([asked.length, paths.length]).toEqual([1, 1]);
  });

  it('keeps the key of an agent: what was chosen for it is not asked again', async () => {
    const { client, paths, asked } = await lockedGateway(true, { key: 'sk-test-agent' });
    const wish = { alias: 'cline', inUse: [], maxBudget: 5, rotate: false, now: 0 };
    expect((await obtainAgentKey(client, wish)).key).toBe('sk-test-agent');
    expect(asked).toEqual([LOCKED]);
    expect(paths).toEqual(['/key/delete', '/key/delete', '/key/generate']);
  });

  it('is told as it is where another try cannot help', async () => {
    const server = await startLocalServer((_request, response) =>
      response.writeHead(404).end(refusal('Key not found in database', 404)),
    );
    servers.push(server);
    const client = new PatientClient(server.url, 'sk-test-home', () => Promise.reject(new Error('nobody is asked')));
    await expect(client.setKeyBudget('hash', 5)).rejects.toThrow('Key not found in database');
    expect(await client.decideBudget('1', { decision: 'refuse' })).toBe(false);
  });
});
