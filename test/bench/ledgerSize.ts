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
import type { SpendRecord } from '../../src/domain/spend.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { openLedger } from '../../src/storage/ledger.ts';
import { systemClock as clock } from '../../src/systemPorts.ts';
import { median } from './processes.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
const BATCH = 500;
const RUNS = 5;

const rows = Number(process.argv[2] ?? 1_000_000);
const given = process.argv[3];
const directory = given ?? (await mkdtemp(join(tmpdir(), 'torii-ledger-')));
const home = homeAt(directory);
const logger = createLineLogger('warn', (_level, line) => console.error(line));
const now = Date.now();

const seededMs = existsSync(home.databaseFile) ? undefined : await seed();
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

async function seed(): Promise<number> {
  await prepareHome(home);
  const ledger = await openLedger({ file: home.databaseFile, clock, logger });
  const start = clock.monotonic();
  for (let first = 0; first < rows; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, rows - first) }, (_, index) => toRecord(first + index));
    await Promise.all(batch.map((record) => ledger.spend.settle(record)));
  }
  await ledger.close();
  return Math.round(clock.monotonic() - start);
}

/** Spread evenly over the days, and by numbers without a common factor over everything else. */
function toRecord(index: number): SpendRecord {
  const startedAt = now - DAYS * DAY_MS + Math.floor((index / rows) * DAYS * DAY_MS);
  const failed = index % 50 === 0;
  const model = `model-${index % 7}`;
  return {
    callId: `call-${index}`,
    requestId: `chatcmpl-${index}`,
    callType: index % 11 === 0 ? 'aembedding' : 'acompletion',
    token: `token-${index % 20}`,
    keyAlias: `key-${index % 20}`,
    userId: `user-${index % 20}`,
    teamId: `team-${index % 5}`,
    endUser: index % 3 === 0 ? `customer-${index % 13}` : undefined,
    modelGroup: `group-${index % 7}`,
    modelId: model,
    model,
    provider: index % 7 < 4 ? 'bedrock' : 'openai',
    region: 'us-east-1',
    apiBase: 'https://bedrock-runtime.us-east-1.amazonaws.com',
    status: failed ? 'failure' : 'success',
    httpStatus: failed ? 429 : 200,
    error: failed ? { kind: 'rate-limit', code: 'ThrottlingException', message: 'Too many requests' } : undefined,
    stream: true,
    startedAt,
    firstTokenAt: startedAt + 400,
    endedAt: startedAt + 2000 + (index % 997),
    usage: {
      inputTokens: 100 + (index % 500),
      outputTokens: 50 + (index % 300),
      cacheReadTokens: 5000,
      cacheWrite5mTokens: 200,
      cacheWrite1hTokens: 0,
      raw: { inputTokens: 100 + (index % 500) },
    },
    price: { input: 3_000_000, output: 15_000_000, cacheRead: 300_000, source: 'bench' },
    cost: 1_000_000 + (index % 10_007) * 100,
    costParts: { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
    cacheSavings: 1000,
    attempts: [],
    sessionId: `session-${Math.floor(index / 40)}`,
    client: 'Cline/4.0.12',
    tags: index % 2 === 0 ? [`tag-${index % 9}`] : [],
    ipAddress: '127.0.0.1',
    metadata: {},
  };
}

function megabytes(): number {
  return Math.round(statSync(home.databaseFile).size / 1024 / 1024);
}
