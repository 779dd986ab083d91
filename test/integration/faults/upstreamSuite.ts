import { expect, it } from 'vitest';
import { type SpendRow, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';
import { DIALECTS, type Dialect } from './dialects.ts';
import type { FaultTable } from './faultTable.ts';
import { reservationsLeft } from './leftovers.ts';
import type { Expected, UpstreamFault } from './upstreamFaults.ts';

/** A provider whose simulator answers every request with one script. */
export interface FaultyUpstream<Script> {
  readonly provider: string;
  /** Starts the simulator; undefined for an address where nobody listens. */
  start(script: Script | undefined): Promise<{
    /** An entry of `model_list`. */
    entry(group: string, extra: string): string;
    /** Resolves when no socket of the gateway is open any more. */
    idle(): Promise<void>;
  }>;
}

/** Seconds that end an attempt, where the fault is to run into them: a stream that is to begin first may take its time for that. */
function limitsOf(fault: UpstreamFault<unknown>): string {
  if (!JSON.stringify(fault).includes('timeout_error')) return '';
  const begins = fault.stream !== undefined && 'midway' in fault.stream;
  const silence = begins ? '      stream_timeout: 60\n      stream_idle_timeout: 0.5\n' : '      stream_timeout: 0.5\n';
  return `      timeout: 0.5\n${silence}`;
}

interface Case {
  readonly dialect: Dialect;
  readonly stream: boolean;
  readonly group: 'guarded' | 'model';
}

/** Brings one fault about in every dialect, whole and streamed, with and without a fallback, and takes it down in the table. */
export function describeUpstreamFault<Script>(
  upstream: FaultyUpstream<Script>,
  fault: UpstreamFault<Script>,
  table: FaultTable,
): void {
  it(`${upstream.provider}: ${fault.name}`, async () => {
    const { entry, idle } = await upstream.start(fault.script);
    const steady = await openAiUpstream({ models: ['steady'] });
    const limits = limitsOf(fault);
    const gateway = await startTestGateway(`model_list:
${entry('model', limits)}${entry('guarded', limits)}${openAiModel(steady, 'steady', 'steady')}
litellm_settings: { num_retries: 0, fallbacks: [{ guarded: [steady] }] }
router_settings: { disable_cooldowns: true }
`);
    const key = await keyWithBudget(gateway);
    const cases = casesOf(fault);
    await Promise.all(cases.map((each) => expectCase(gateway, key, each, expectedOf(fault, each.stream))));
    expect(await gateway.rows()).toHaveLength(cases.length);
    const reservations = await reservationsLeft(gateway);
    expect(reservations).toBe(0);
    await gateway.close(0);
    await idle();
    await steady.idle();
    takeDown(upstream.provider, fault, table, reservations);
  });
}

function casesOf(fault: UpstreamFault<unknown>): readonly Case[] {
  const modes = [false, true].filter((stream) => (stream ? fault.stream : fault.whole) !== undefined);
  return modes.flatMap((stream) =>
    DIALECTS.flatMap((dialect) => [
      { dialect, stream, group: 'model' as const },
      { dialect, stream, group: 'guarded' as const },
    ]),
  );
}

function expectedOf(fault: UpstreamFault<unknown>, stream: boolean): Expected {
  const expected = stream ? fault.stream : fault.whole;
  if (expected === undefined) throw new Error(`${fault.name} is not known in this mode`);
  return expected;
}

async function keyWithBudget(gateway: TestGateway): Promise<string> {
  const response = await gateway.call('/key/generate', { max_budget: 1000 });
  return ((await response.json()) as { key: string }).key;
}

async function expectCase(gateway: TestGateway, key: string, { dialect, stream, group }: Case, expected: Expected) {
  const response = await gateway.call(dialect.path, dialect.body(group, stream), { authorization: `Bearer ${key}` });
  const text = await response.text();
  const label = `${dialect.name} ${stream ? 'streamed' : 'whole'} ${group}: ${response.status} ${text}`;
  const row = await rowOf(gateway, response);
  const isSaved = group === 'guarded' && 'before' in expected;
  if ('answer' in expected || isSaved) {
    expect(response.status, label).toBe(200);
    expect(text, label).toMatch(stream ? dialect.streamEnd : dialect.wholeEnd);
    expect(row, label).toMatchObject({ status: 'success' });
    expect(row?.metadata.attempts.length, label).toBe(isSaved ? 2 : 1);
    return;
  }
  // A reset may overtake the first words: then a fallback can still save the request.
  if ('either' in expected && group === 'guarded' && row?.status === 'success') return;
  const [code = '', type = ''] = wordsOf(expected).split(' ');
  const isMidway = 'midway' in expected || ('either' in expected && response.status === 200);
  expect(response.status, label).toBe(isMidway ? 200 : Number(code));
  expect(text, label).not.toMatch(stream ? dialect.streamEnd : dialect.wholeEnd);
  if (isMidway) expect(text, label).toMatch(dialect.streamError);
  else expectTyped(text, type, dialect, label);
  expect(row, label).toMatchObject({ status: 'failure', metadata: { error_information: { error_code: code } } });
}

function expectTyped(text: string, type: string, dialect: Dialect, label: string): void {
  const { error } = JSON.parse(text) as { error: { message: string; type: string } };
  expect(error.message, label).toMatch(/\w{3}/);
  // Anthropic has types of its own.
  if (dialect.name !== 'messages') expect(error.type, label).toBe(type);
  else expect(error.type, label).toMatch(/^\w+_error$/);
}

async function rowOf(gateway: TestGateway, response: Response): Promise<SpendRow | undefined> {
  const id = response.headers.get('x-litellm-call-id') ?? '';
  const rows = (await (await gateway.call(`/spend/logs?request_id=${id}`)).json()) as SpendRow[];
  expect(rows).toHaveLength(1);
  return rows[0];
}

function wordsOf(expected: Exclude<Expected, { answer: true }>): string {
  if ('before' in expected) return expected.before;
  return 'midway' in expected ? expected.midway : expected.either;
}

function takeDown(provider: string, fault: UpstreamFault<unknown>, table: FaultTable, reservationsLeft: number): void {
  const names = DIALECTS.map(({ name }) => name).join(', ');
  for (const stream of [false, true]) {
    const expected = stream ? fault.stream : fault.whole;
    if (expected === undefined) continue;
    table.add('Faults of the provider', {
      fault: fault.name,
      provider,
      mode: `${stream ? 'streamed' : 'whole'}: ${names}`,
      outcome: describeOutcome(expected),
      row: 'answer' in expected ? 'success' : `failure ${wordsOf(expected).slice(0, 3)}`,
      socketsLeft: 0,
      reservationsLeft,
    });
  }
}

function describeOutcome(expected: Expected): string {
  if ('answer' in expected) return 'answer';
  if ('before' in expected) return `${expected.before}; fallback: answer of the other model`;
  if ('midway' in expected) return `${expected.midway} in the stream; fallback: the same`;
  return `${expected.either}, or the same in the stream; fallback: answer, or the same`;
}
