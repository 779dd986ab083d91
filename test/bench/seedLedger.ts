import type { SpendRecord } from '../../src/domain/spend.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { openLedger } from '../../src/storage/ledger.ts';
import { systemClock as clock } from '../../src/systemPorts.ts';

export const DAYS = 30;
export const DAY_MS = 86_400_000;
const BATCH = 500;

/** Fills a ledger with rows of the last 30 days. */
export async function seedLedger(file: string, rows: number): Promise<void> {
  const logger = createLineLogger('warn', (_level, line) => console.error(line));
  const ledger = await openLedger({ file, clock, logger });
  const now = Date.now();
  for (let first = 0; first < rows; first += BATCH) {
    const length = Math.min(BATCH, rows - first);
    const batch = Array.from({ length }, (_, index) => toRecord(first + index, rows, now));
    await Promise.all(batch.map((record) => ledger.spend.settle(record)));
  }
  await ledger.close();
}

/** Spread evenly over the days, and by numbers without a common factor over everything else. */
export function toRecord(index: number, rows: number, now: number): SpendRecord {
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
