/**
 * Times of the management API with many keys, teams and users, over HTTP, after `node esbuild.mjs --production`:
 * `node test/bench/manyKeys.ts [keys] [only]`. Each key has a user and a budget of its own, each team one key and two members.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAt, prepareHome } from '../../src/config/home.ts';
import { openLedger } from '../../src/storage/ledger.ts';
import { systemClock as clock } from '../../src/systemPorts.ts';
import { measureAnswers } from './measureAnswers.ts';
import { benchLogger, openHome } from './openHome.ts';
import { type Answered, startThreadClient } from './threadClient.ts';

const BY_NOBODY = { createdBy: undefined };
const NANO = 1_000_000_000;

const keys = Number(process.argv[2] ?? 10_000);
const only = process.argv[3] ?? '';
const directory = await mkdtemp(join(tmpdir(), 'torii-keys-'));
const home = homeAt(directory);
const homeKey = await prepareHome(home);
await seed();
const gateway = await openHome(home);
const paths = [
  '/key/list',
  '/key/list?return_full_object=true&size=100',
  '/key/list?return_full_object=true&size=100&page=100',
  '/key/list?return_full_object=true&size=100&sort_by=spend&expand=user',
  '/key/list?return_full_object=true&size=100&key_alias=777',
  '/key/list?user_id=user-777',
  '/key/list?team_id=team-777',
  '/key/info?key=token-777',
  '/key/aliases',
  '/team/list',
  '/team/info?team_id=team-777',
  '/v2/team/list',
  '/v2/team/list?sort_by=spend&page_size=100',
  '/user/list',
  '/user/list?sort_by=spend&page_size=100',
  '/user/info?user_id=user-777',
  '/user/info',
  '/torii/budgets',
  '/spend/keys',
].filter((path) => path.includes(only));
const client = startThreadClient();
let updates = 0;
await measureAnswers([
  ...paths.map((path): [string, () => Promise<Answered>] => [path, () => ask(path)]),
  [
    'POST /key/update',
    () => ask('/key/update', { key: `token-${updates++}`, metadata: { run: updates }, max_budget: 20 }),
  ],
  ['POST /key/generate', () => ask('/key/generate', { max_budget: 1 })],
]);
await client.close();
await gateway.close(0);
await rm(directory, { recursive: true, force: true });

async function seed(): Promise<void> {
  const ledger = await openLedger({ file: home.databaseFile, clock, logger: benchLogger });
  for (let number = 0; number < keys; number++) {
    const [token, userId, teamId] = [`token-${number}`, `user-${number}`, `team-${number}`];
    await ledger.entities.create({
      kind: 'user',
      id: userId,
      fields: { user_email: `${userId}@example.com` },
      ...BY_NOBODY,
    });
    await ledger.entities.create({ kind: 'team', id: teamId, fields: { team_alias: `Team ${number}` }, ...BY_NOBODY });
    await ledger.entities.putMember({ teamId, userId, role: 'user', fields: {} });
    await ledger.entities.putMember({ teamId, userId: `user-${(number + 1) % keys}`, role: 'admin', fields: {} });
    await ledger.keys.create({
      ...{ token, keyName: `sk-...${number}`, keyAlias: `alias-${number}`, models: [], aliases: {}, userId, teamId },
      ...{ maxBudget: 10 * NANO, expiresAt: undefined, blocked: false, metadata: {}, fields: {}, createdBy: undefined },
    });
    await ledger.budgets.define(
      { kind: 'key', id: token },
      { windows: [{ maxBudget: 10 * NANO, duration: undefined }] },
    );
  }
  await ledger.close();
}

function ask(path: string, body?: unknown): Promise<Answered> {
  const headers = { authorization: `Bearer ${homeKey}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return client.ask(gateway.baseUrl + path, { headers, ...sent });
}
