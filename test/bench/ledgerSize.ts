/**
 * Query times of a large ledger, over HTTP: `node test/bench/ledgerSize.ts [rows] [home]`.
 * A home that holds a ledger already is used as it is; without one, it is made and removed again.
 */
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../src/compose.ts';
import { homeAt, prepareHome } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { systemClock as clock } from '../../src/systemPorts.ts';
import { median } from './processes.ts';
import { DAY_MS, DAYS, seedLedger } from './seedLedger.ts';

const RUNS = 5;

const rows = Number(process.argv[2] ?? 1_000_000);
const given = process.argv[3];
const directory = given ?? (await mkdtemp(join(tmpdir(), 'torii-ledger-')));
const home = homeAt(directory);
const logger = createLineLogger('warn', (_level, line) => console.error(line));
const now = Date.now();

const begun = clock.monotonic();
const fresh = !existsSync(home.databaseFile);
if (fresh) {
  await prepareHome(home);
  await seedLedger(home.databaseFile, rows);
}
const seededMs = fresh ? Math.round(clock.monotonic() - begun) : undefined;
const opening = clock.monotonic();
const homeKey = await prepareHome(home);
const gateway = await startGateway({
  home,
  host: '127.0.0.1',
  port: 0,
  configFile: undefined,
  version: 'bench',
  distDirectory: join(directory, 'dist'),
  environment: {},
  logger,
});
const openedMs = clock.monotonic() - opening;
const date = (daysAgo: number): string => new Date(now - daysAgo * DAY_MS).toISOString().slice(0, 10);
const month = `start_date=${date(DAYS - 1)}&end_date=${date(0)}`;
const paths = [
  `/torii/overview?from=${now - DAYS * DAY_MS}&to=${now}&timeZone=Asia/Tokyo`,
  '/torii/requests?limit=50',
  '/torii/traces',
  `/torii/traces?from=${now - 7 * DAY_MS}&status=failure`,
  `/torii/traces?from=${now - 7 * DAY_MS}&model=group-3&key=key-3`,
  `/torii/traces?from=${now - 7 * DAY_MS}&sort=cost`,
  '/torii/traces?sort=cost',
  '/torii/traces?sort=duration&model=group-3',
  '/torii/traces?key=nobody',
  '/torii/traces?text=nothing-has-this',
  `/spend/logs?${month}`,
  '/spend/logs?summarize=false',
  `/spend/logs/ui?${month}`,
  `/spend/logs/ui?${month}&status_filter=failure`,
  `/spend/logs/ui?${month}&user_id=user-3`,
  `/spend/logs/ui?${month}&sort_by=spend`,
  '/spend/logs/session/ui?session_id=session-77',
  '/spend/keys',
  '/spend/users',
  '/spend/tags',
  '/global/spend',
  '/global/spend/logs',
  '/global/spend/keys',
  '/global/spend/teams',
  '/global/spend/models',
  `/global/spend/provider?${month}`,
  `/global/spend/tags?${month}`,
  '/global/spend/all_tag_names',
  `/global/spend/report?${month}&group_by=team`,
  `/global/spend/report?${month}&group_by=customer`,
  `/global/spend/report?${month}&group_by=api_key`,
  `/global/activity?${month}`,
  `/global/activity/model?${month}`,
  `/global/activity/exceptions?${month}`,
  `/user/daily/activity?${month}`,
  `/user/daily/activity/aggregated?${month}`,
  `/team/daily/activity?${month}`,
  `/tag/daily/activity?${month}`,
  `/customer/daily/activity?${month}`,
];
console.log(
  `| ${rows.toLocaleString('en')} rows, ${megabytes()} MB; seeded in ${seededMs ?? '–'} ms, gateway up in ${Math.round(openedMs)} ms | median ms | worst ms |`,
);
console.log('| --- | --- | --- |');
for (const path of paths) {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await timeOf(path));
  console.log(`| ${path} | ${median(times).toFixed(1)} | ${Math.max(...times).toFixed(1)} |`);
}
await gateway.close(0);
if (given === undefined) await rm(directory, { recursive: true, force: true });

async function timeOf(path: string): Promise<number> {
  const start = clock.monotonic();
  const response = await fetch(gateway.baseUrl + path, { headers: { authorization: `Bearer ${homeKey}` } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`);
  return clock.monotonic() - start;
}

function megabytes(): number {
  return Math.round(statSync(home.databaseFile).size / 1024 / 1024);
}
