import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeAt } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { type Ledger, openLedger } from '../../src/storage/ledger.ts';
import { systemClock as clock } from '../../src/systemPorts.ts';
import { watchLoop } from '../bench/loopWatch.ts';
import { toRecord } from '../bench/seedLedger.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

const TEAMS = 1500;
const REQUESTS = 6000;
const logger = createLineLogger('error', () => undefined);

/** A gateway whose ledger was filled beforehand. */
async function gatewayWith(fill: (ledger: Ledger) => Promise<void>): Promise<TestGateway> {
  const first = await startTestGateway('model_list: []\n');
  await first.close(0);
  const ledger = await openLedger({ file: homeAt(join(first.directory, 'home')).databaseFile, clock, logger });
  await fill(ledger);
  await ledger.close();
  return await first.restart();
}

/** The longest turn of the event loop as a part of all processor time that the answer took. */
async function longestPart(
  gateway: TestGateway,
  path: string,
): Promise<{ readonly part: number; readonly text: string }> {
  // Once beforehand: code that has not run yet is compiled in its first turn.
  await (await gateway.call(path)).text();
  const before = process.threadCpuUsage();
  const loop = watchLoop();
  const text = await (await gateway.call(path)).text();
  const { cpu } = loop.stop();
  const { user, system } = process.threadCpuUsage(before);
  return { part: cpu / ((user + system) / 1000), text };
}

async function addTeams({ entities, keys }: Ledger): Promise<void> {
  const unset = { models: [], aliases: {}, maxBudget: undefined, expiresAt: undefined, blocked: false };
  for (let number = 0; number < TEAMS; number++) {
    const [teamId, userId] = [`team-${number}`, `user-${number}`];
    await entities.create({ kind: 'team', id: teamId, fields: { team_alias: `Team ${number}` }, createdBy: undefined });
    await entities.putMember({ teamId, userId, role: 'admin', fields: {} });
    await keys.create({
      ...{
        ...unset,
        token: `token-${number}`,
        keyName: `sk-...${number}`,
        keyAlias: `alias-${number}`,
        userId,
        teamId,
      },
      ...{ metadata: {}, fields: {}, createdBy: undefined },
    });
  }
}

/** Each request with a customer of its own. */
async function addRequests({ spend }: Ledger): Promise<void> {
  const now = clock.now();
  for (let first = 0; first < REQUESTS; first += 500) {
    const records = Array.from({ length: 500 }, (_, index) => toRecord(first + index, REQUESTS, now));
    await Promise.all(records.map((record) => spend.settle({ ...record, endUser: `customer-${record.callId}` })));
  }
}

it('lists 1 500 teams with their keys in many turns of the event loop', { timeout: 120_000 }, async () => {
  const gateway = await gatewayWith(addTeams);
  const { part, text } = await longestPart(gateway, '/team/list');
  const teams = JSON.parse(text) as {
    readonly keys: readonly unknown[];
    readonly team_memberships: readonly unknown[];
  }[];
  expect(teams).toHaveLength(TEAMS);
  expect(teams.every(({ keys, team_memberships }) => keys.length === 1 && team_memberships.length === 1)).toBe(true);
  expect(part).toBeLessThan(0.5);
});

it('reports 6 000 customers in many turns of the event loop', { timeout: 120_000 }, async () => {
  const gateway = await gatewayWith(addRequests);
  const { part, text } = await longestPart(gateway, '/global/spend/report?group_by=customer');
  const days = JSON.parse(text) as { readonly customers: readonly unknown[] }[];
  expect(days.flatMap(({ customers }) => customers).length).toBeGreaterThan(0.9 * REQUESTS);
  expect(part).toBeLessThan(0.5);
});
