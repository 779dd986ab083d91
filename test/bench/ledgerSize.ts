/**
 * Query times of a large ledger, over HTTP, after `node esbuild.mjs --production`: `node test/bench/ledgerSize.ts [rows] [home] [only]`. CPU is that of all
 * threads, the client's too: on a busy machine it tells more than the clock. `block` is the longest that the gateway's thread was
 * busy without a look at other requests. `only` is a part of the paths to measure.
 * A home that holds a ledger already is used as it is; without one, it is made and removed again.
 */
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAt, prepareHome } from '../../src/config/home.ts';
import { systemClock as clock } from '../../src/systemPorts.ts';
import { measureAnswers } from './measureAnswers.ts';
import { openHome } from './openHome.ts';
import { DAY_MS, DAYS, seedLedger } from './seedLedger.ts';
import { startThreadClient } from './threadClient.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const given = process.argv[3];
const directory = given ?? (await mkdtemp(join(tmpdir(), 'torii-ledger-')));
const home = homeAt(directory);
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
const gateway = await openHome(home);
const openedMs = clock.monotonic() - opening;
const date = (daysAgo: number): string => new Date(now - daysAgo * DAY_MS).toISOString().slice(0, 10);
const month = `start_date=${date(DAYS - 1)}&end_date=${date(0)}`;
const span = `from=${now - DAYS * DAY_MS}&to=${now}&timeZone=Asia/Tokyo`;
const paths = [
  '/torii/status?timeZone=Asia/Tokyo',
  '/torii/me?timeZone=Asia/Tokyo',
  `/torii/overview?${span}`,
  '/torii/requests?limit=50',
  '/torii/models',
  '/torii/budgets',
  '/torii/ledger',
  '/torii/tasks',
  `/torii/speed?${span}`,
  `/torii/failures?${span}`,
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
].filter((path) => path.includes(process.argv[4] ?? ''));
console.log(
  `${rows.toLocaleString('en')} rows, ${megabytes()} MB; seeded in ${seededMs ?? '–'} ms, gateway up in ${Math.round(openedMs)} ms`,
);
const client = startThreadClient();
const headers = { authorization: `Bearer ${homeKey}` };
await measureAnswers(paths.map((path) => [path, () => client.ask(gateway.baseUrl + path, { headers })]));
await client.close();
await gateway.close(0);
if (given === undefined) await rm(directory, { recursive: true, force: true });

function megabytes(): number {
  return Math.round(statSync(home.databaseFile).size / 1024 / 1024);
}
