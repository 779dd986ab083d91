import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { openLedger } from '../../../src/storage/ledger.ts';
import { systemClock } from '../../../src/systemPorts.ts';
import { spendRecord } from '../../unit/storage/support.ts';
import type { Sandbox } from './sandbox.ts';

const DAY_MS = 86_400_000;
const NANO_PER_CENT = 10_000_000;
/** Requests per day, oldest first; the last day is yesterday. */
const RHYTHM = [14, 6, 17, 4, 24, 22, 15, 9, 25, 16, 23, 3, 26] as const;
/** Group, cents for a request, and of ten requests those that go to it. */
const MODELS = [
  { modelGroup: 'claude-sonnet-4-5', cents: 4.1, share: 6 },
  { modelGroup: 'claude-haiku-4-5', cents: 1.4, share: 3 },
  { modelGroup: 'nova-pro', cents: 0.9, share: 1 },
] as const;
const TURNS = MODELS.flatMap((model) => Array.from({ length: model.share }, () => model));

/** Thirteen days of work before today, in the ledger of a gateway that has not started yet: a picture needs figures. */
export async function fillLedger(sandbox: Sandbox): Promise<void> {
  await mkdir(sandbox.toriiHome, { recursive: true, mode: 0o700 });
  const logger = createLineLogger('error', () => undefined);
  const ledger = await openLedger({ file: join(sandbox.toriiHome, 'torii.db'), clock: systemClock, logger });
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  await Promise.all(records(midnight).map((record) => ledger.spend.settle(record)));
  await ledger.close();
}

function records(midnight: number): readonly SpendRecord[] {
  return RHYTHM.flatMap((requests, day) =>
    Array.from({ length: requests }, (_, index) => {
      const start = midnight - (RHYTHM.length - day) * DAY_MS;
      return record(day * 100 + index, start + ((index + 1) / (requests + 1)) * DAY_MS);
    }),
  );
}

function record(place: number, startedAt: number): SpendRecord {
  const { modelGroup, cents } = TURNS[place % TURNS.length] ?? MODELS[0];
  const failed = place % 41 === 40;
  return spendRecord({
    callId: `used-${place}`,
    requestId: `chatcmpl-used-${place}`,
    modelGroup,
    model: modelGroup,
    status: failed ? 'failure' : 'success',
    httpStatus: failed ? 429 : 200,
    error: failed ? { kind: 'rate-limit', code: 'ThrottlingException', message: 'Too many requests.' } : undefined,
    startedAt,
    firstTokenAt: startedAt + 900 + (place % 7) * 90,
    endedAt: startedAt + 5_000 + (place % 11) * 700,
    usage: {
      inputTokens: 1_200,
      outputTokens: 400 + (place % 5) * 120,
      cacheReadTokens: 38_000,
      cacheWrite5mTokens: 2_000,
      cacheWrite1hTokens: 0,
      raw: {},
    },
    cost: Math.round(cents * NANO_PER_CENT * (1 + (place % 4) / 4)),
    cacheSavings: Math.round(8.2 * NANO_PER_CENT),
  });
}
