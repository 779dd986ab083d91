import fc from 'fast-check';
import type { BudgetClaim, BudgetScope, ScopeLimits } from '../../../src/domain/budget.ts';
import type { TokenUsage } from '../../../src/domain/chat.ts';
import type { NewVirtualKey } from '../../../src/domain/governancePorts.ts';
import type { Clock, Logger } from '../../../src/domain/ports.ts';
import type { AttemptRecord, SpendRecord } from '../../../src/domain/spend.ts';
import type { Ledger, LedgerOptions } from '../../../src/storage/ledger.ts';
import { openLedger } from '../../../src/storage/ledger.ts';

export const NOON = Date.UTC(2025, 9, 20, 12);

export function clockAt(now: number): Clock {
  return { now: () => now, monotonic: () => now, sleep: () => Promise.resolve(), timer: () => () => undefined };
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}

export function recordingLogger(lines: LogLine[] = []): Logger {
  const log = (level: LogLine['level']) => (message: string) => void lines.push({ level, message });
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

export function openTestLedger(options: Partial<LedgerOptions> = {}): Promise<Ledger> {
  return openLedger({ file: ':memory:', clock: clockAt(NOON), logger: recordingLogger(), ...options });
}

export const KEY: BudgetScope = { kind: 'key', id: 'token-1' };

/** A budget for ever, or one that resets. */
export function budgetOf(maxBudget: number, duration?: string): ScopeLimits {
  return { windows: [{ maxBudget, duration }] };
}

export function claim(callId: string, amount: number, values: Partial<BudgetClaim> = {}): BudgetClaim {
  return { callId, scopes: [KEY, { kind: 'global', id: '' }], group: 'claude', amount, now: NOON, ...values };
}

export function newKey(key: Partial<NewVirtualKey> = {}): NewVirtualKey {
  return {
    token: 'token-1',
    keyName: 'sk-...test',
    keyAlias: undefined,
    models: [],
    aliases: {},
    userId: undefined,
    teamId: undefined,
    maxBudget: undefined,
    expiresAt: undefined,
    metadata: {},
    fields: {},
    createdBy: undefined,
    ...key,
  };
}

export function attempt(values: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    deploymentId: 'deployment-1',
    group: 'claude',
    provider: 'bedrock',
    model: 'us.anthropic.claude',
    region: 'us-east-1',
    startedAt: NOON,
    waitMs: 0,
    durationMs: 900,
    timeToFirstTokenMs: 200,
    status: 'success',
    httpStatus: 200,
    error: undefined,
    upstreamRequestId: 'upstream-1',
    reason: 'first',
    ...values,
  };
}

const USAGE: TokenUsage = {
  inputTokens: 100,
  outputTokens: 20,
  cacheReadTokens: 1000,
  cacheWrite5mTokens: 30,
  cacheWrite1hTokens: 4,
  reasoningTokens: 5,
  raw: { inputTokens: 100 },
};

export function spendRecord(values: Partial<SpendRecord> = {}): SpendRecord {
  const startedAt = values.startedAt ?? NOON;
  return {
    callId: 'call-1',
    requestId: 'chatcmpl-1',
    callType: 'acompletion',
    token: 'token-1',
    keyAlias: undefined,
    userId: undefined,
    teamId: undefined,
    endUser: undefined,
    modelGroup: 'claude',
    modelId: 'deployment-1',
    model: 'us.anthropic.claude',
    provider: 'bedrock',
    region: 'us-east-1',
    apiBase: undefined,
    status: 'success',
    httpStatus: 200,
    error: undefined,
    stream: true,
    startedAt,
    firstTokenAt: startedAt + 200,
    endedAt: startedAt + 1000,
    usage: USAGE,
    price: { input: 3_000_000, output: 15_000_000, source: 'config' },
    cost: 600_000,
    costParts: { input: 300_000, output: 300_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
    cacheSavings: 1000,
    attempts: [attempt()],
    sessionId: undefined,
    client: 'Cline/4.0.12',
    tags: [],
    ipAddress: '127.0.0.1',
    metadata: {},
    ...values,
  };
}

const count = fc.nat({ max: 2_000_000 });
const nano = fc.integer({ min: 0, max: 9_000_000_000 });
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const error = fc.record({
  kind: fc.constantFrom('rate-limit' as const, 'timeout' as const, 'cancelled' as const),
  code: optional(text),
  message: text,
});

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** Values as JSON carries them: it has no negative zero. */
function jsonOf<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return arbitrary.map((value) => JSON.parse(JSON.stringify(value)) as T);
}

function instant(from: number, to: number): fc.Arbitrary<number> {
  return fc.integer({ min: from, max: to });
}

function anyAttempt(from: number, to: number): fc.Arbitrary<AttemptRecord> {
  return fc.record({
    deploymentId: text,
    group: text,
    provider: text,
    model: text,
    region: optional(text),
    startedAt: instant(from, to),
    waitMs: count,
    durationMs: count,
    timeToFirstTokenMs: optional(count),
    status: fc.constantFrom('success' as const, 'failure' as const),
    httpStatus: optional(fc.constantFrom(200, 429, 500)),
    error: optional(error),
    upstreamRequestId: optional(text),
    reason: fc.constantFrom('first' as const, 'retry' as const, 'fallback' as const),
  });
}

const anyUsage: fc.Arbitrary<TokenUsage> = fc.record({
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWrite5mTokens: count,
  cacheWrite1hTokens: count,
  reasoningTokens: optional(count),
  raw: optional(jsonOf(fc.jsonValue())),
});

const anyCostParts = fc.record({ input: nano, output: nano, cacheRead: nano, cacheWrite5m: nano, cacheWrite1h: nano });

const anyPrice = fc.record({
  input: optional(count),
  output: optional(count),
  cacheRead: optional(count),
  cacheWrite5m: optional(count),
  cacheWrite1h: optional(count),
  source: text,
});

/** Any record that began in a range of time; few different tokens and models, so that sums have something to add. */
export function anySpendRecord(from = NOON, to = NOON + 86_400_000): fc.Arbitrary<SpendRecord> {
  return fc.record({
    callId: fc.uuid(),
    requestId: text,
    callType: fc.constantFrom('acompletion', 'aembedding'),
    token: fc.constantFrom('token-1', 'token-2'),
    keyAlias: optional(text),
    userId: optional(fc.constantFrom('ann', 'bob')),
    teamId: optional(text),
    endUser: optional(text),
    modelGroup: fc.constantFrom('claude', 'nova'),
    modelId: optional(text),
    model: optional(fc.constantFrom('nova', 'us.anthropic.claude')),
    provider: optional(fc.constantFrom('bedrock', 'openai')),
    region: optional(text),
    apiBase: optional(fc.webUrl()),
    status: fc.constantFrom('success' as const, 'failure' as const),
    httpStatus: fc.constantFrom(200, 400, 429, 499, 500),
    error: optional(error),
    stream: fc.boolean(),
    startedAt: instant(from, to),
    firstTokenAt: optional(instant(from, to)),
    endedAt: instant(from, to),
    usage: optional(anyUsage),
    price: optional(anyPrice),
    cost: optional(nano),
    costParts: optional(anyCostParts),
    cacheSavings: optional(fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value || 0)),
    attempts: fc.array(anyAttempt(from, to), { maxLength: 3 }),
    sessionId: optional(text),
    client: optional(text),
    tags: fc.array(text, { maxLength: 3 }),
    ipAddress: optional(fc.ipV4()),
    metadata: jsonOf(fc.dictionary(text, fc.jsonValue(), { maxKeys: 4 })),
  });
}
