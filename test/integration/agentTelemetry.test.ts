import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { PbfWriter } from 'pbf';
import { describe, expect, it } from 'vitest';
import type { TaskDetail, TaskList } from '../../src/protocol/api.ts';
import { encodeSpans } from '../../src/telemetry/otlp/encodeSpans.ts';
import type { OtlpSpan } from '../../src/telemetry/otlp/span.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

const DEMO = 'model_list:\n  - model_name: coding\n    litellm_params: { model: demo/chat }\n';
const GOLDEN = join(import.meta.dirname, 'agentTelemetry');
const RUNS = Number(process.env['TORII_RUNS'] ?? 150);
const HELLO = [{ role: 'user', content: 'Hello' }];

function golden(name: string, values: Record<string, string> = {}): string {
  const text = readFileSync(join(GOLDEN, `${name}.json`), 'utf8');
  const now = String(Date.now() * 1e6);
  return Object.entries({ NOW: now, ...values }).reduce(
    (rest, [key, value]) => rest.replaceAll(`<${key}>`, value),
    text,
  );
}

interface Sent {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

async function send(
  gateway: TestGateway,
  signal: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const answer = await fetch(`${gateway.baseUrl}/v1/${signal}`, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer sk-test-master', 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

/** A task that an agent began with its session's name in a header, or in its own way in the body. */
async function task(gateway: TestGateway, headers: Record<string, string>, body: object = {}): Promise<string> {
  const all = { authorization: 'Bearer sk-test-master', ...headers };
  await gateway.chat({ model: 'coding', messages: HELLO, ...body }, all);
  const { tasks } = (await (await gateway.call('/torii/tasks')).json()) as TaskList;
  return tasks[0]?.id ?? '';
}

async function activityOf(gateway: TestGateway, id: string) {
  const detail = (await (await gateway.call(`/torii/tasks/${id}`)).json()) as TaskDetail;
  return detail.activity ?? [];
}

describe('telemetry of coding agents', () => {
  it('of Claude Code is joined by its session: tool calls of events, decisions and lines of metrics', async () => {
    const gateway = await startTestGateway(DEMO);
    const session = '5b0c9f0e-7d0a-4b1c-9a53-0d7a4fd5a001';
    const id = await task(gateway, { 'x-claude-code-session-id': session });
    expect(await send(gateway, 'logs', golden('claude-code-logs', { SESSION: session }))).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      body: '{}',
    });
    await send(gateway, 'metrics', golden('claude-code-metrics', { SESSION: session }));
    expect(await activityOf(gateway, id)).toMatchObject([
      {
        agent: 'claude-code',
        joinedBy: 'session',
        ...{ toolCalls: 3, toolFailures: 1, editsAccepted: 2, editsRejected: 1, linesAdded: 12, linesRemoved: 4 },
        tools: [
          { name: 'Bash', calls: 2, failures: 1 },
          { name: 'Edit', calls: 1, failures: 0 },
        ],
      },
    ]);
  });

  it('of Cline is joined by its task, and totals since its start are not counted twice', async () => {
    const gateway = await startTestGateway(DEMO);
    const ulid = '01M7XVEYZY0QF1VFQK29SE3NX0';
    const id = await task(gateway, { 'user-agent': 'Cline/4.0.12' }, { litellm_session_id: `cline-${ulid}` });
    const metrics = (calls: string, lines: string) =>
      send(gateway, 'metrics', golden('cline-metrics', { ULID: ulid, CALLS: calls, LINES: lines }));
    await metrics('2', '10');
    await metrics('5', '10');
    await send(gateway, 'logs', golden('cline-logs', { ULID: ulid }));
    expect(await activityOf(gateway, id)).toMatchObject([
      { agent: 'cline', joinedBy: 'session', toolCalls: 5, linesAdded: 10, editsAccepted: 1, editsRejected: 1 },
    ]);
    await metrics('1', '10');
    expect((await activityOf(gateway, id))[0]?.toolCalls).toBe(6);
  });

  it('of Codex is joined by its conversation', async () => {
    const gateway = await startTestGateway(DEMO);
    const conversation = '0199a1b2-0000-7000-8000-00000000c0de';
    const id = await task(gateway, { 'session-id': conversation });
    await send(gateway, 'logs', golden('codex-logs', { CONVERSATION: conversation }));
    expect(await activityOf(gateway, id)).toMatchObject([
      { agent: 'codex_cli_rs', toolCalls: 2, toolFailures: 1, editsAccepted: 1, editsRejected: 1 },
    ]);
  });

  it('of Copilot Chat is joined by the answer that a span names, and by its conversation from then on', async () => {
    const gateway = await startTestGateway(DEMO);
    const answer = (await (await gateway.chat({ model: 'coding', messages: HELLO })).json()) as { id: string };
    const { tasks } = (await (await gateway.call('/torii/tasks')).json()) as TaskList;
    await send(gateway, 'traces', golden('copilot-traces', { ANSWER: answer.id }));
    await send(gateway, 'logs', golden('copilot-logs'));
    expect(await activityOf(gateway, tasks[0]?.id ?? '')).toMatchObject([
      {
        ...{ agent: 'copilot-chat', joinedBy: 'trace', toolCalls: 2, toolFailures: 1, votesUp: 1 },
        tools: [
          { name: 'readFile', calls: 1, failures: 0 },
          { name: 'runCommand', calls: 1, failures: 1 },
        ],
      },
    ]);
  });

  it('without any id counts for what its key was at work on, and says so', async () => {
    const gateway = await startTestGateway(DEMO);
    const id = await task(gateway, {});
    const aMomentAgo = String((Date.now() - 5000) * 1e6);
    await send(gateway, 'logs', golden('copilot-feedback', { NOW: aMomentAgo }));
    expect(await activityOf(gateway, id)).toMatchObject([{ joinedBy: 'time', editsAccepted: 1 }]);
  });

  it('of one key never reaches another key’s task', async () => {
    const gateway = await startTestGateway(DEMO);
    const session = '5b0c9f0e-7d0a-4b1c-9a53-0d7a4fd5a002';
    const id = await task(gateway, { 'x-claude-code-session-id': session });
    const made = (await (await gateway.call('/key/generate', {})).json()) as { key: string };
    const other = { authorization: `Bearer ${made.key}` };
    expect((await send(gateway, 'logs', golden('claude-code-logs', { SESSION: session }), other)).status).toBe(200);
    expect(await activityOf(gateway, id)).toEqual([]);
  });

  it('outlives a restart', async () => {
    const gateway = await startTestGateway(DEMO);
    const ulid = '01M7XVEYZY0QF1VFQK29SE3NX1';
    const id = await task(gateway, {}, { litellm_session_id: `cline-${ulid}` });
    await send(gateway, 'metrics', golden('cline-metrics', { ULID: ulid, CALLS: '2', LINES: '3' }));
    const next = await gateway.restart();
    await send(next, 'metrics', golden('cline-metrics', { ULID: ulid, CALLS: '3', LINES: '3' }));
    expect((await activityOf(next, id))[0]).toMatchObject({ toolCalls: 3, linesAdded: 3 });
  });
});

describe('OTLP over HTTP', () => {
  it('is taken in protobuf as OpenTelemetry’s own encoder writes it, packed or not', async () => {
    const gateway = await startTestGateway(DEMO);
    const id = await task(gateway, {});
    const span: OtlpSpan = {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      parentSpanId: undefined,
      name: 'execute_tool readFile',
      kind: 'internal',
      startedAt: Date.now() - 1000,
      endedAt: Date.now(),
      status: { code: 'unset', message: '' },
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'readFile' },
    };
    const bytes = await encodeSpans([span], { resource: { 'service.name': 'copilot-chat' }, version: '1' });
    const protobuf = { 'content-type': 'application/x-protobuf' };
    expect(await send(gateway, 'traces', bytes, protobuf)).toEqual({
      status: 200,
      type: 'application/x-protobuf',
      body: '',
    });
    const packed = new Uint8Array(gzipSync(bytes));
    expect((await send(gateway, 'traces', packed, { ...protobuf, 'content-encoding': 'gzip' })).status).toBe(200);
    expect(await activityOf(gateway, id)).toMatchObject([{ agent: 'copilot-chat', toolCalls: 2 }]);
  });

  it('is taken in protobuf for metrics and logs', async () => {
    const gateway = await startTestGateway(DEMO);
    const id = await task(gateway, {});
    const protobuf = { 'content-type': 'application/x-protobuf' };
    const metric = message([
      [
        1,
        [
          [
            2,
            [
              [
                2,
                [
                  [1, 'claude_code.lines_of_code.count'],
                  [7, [[1, [...point(7), ['double', 4, 5]]]]],
                ],
              ],
            ],
          ],
        ],
      ],
    ]);
    expect((await send(gateway, 'metrics', metric, protobuf)).status).toBe(200);
    const log = message([
      [
        1,
        [
          [
            2,
            [
              [
                2,
                [
                  [12, 'copilot_chat.edit.feedback'],
                  [
                    6,
                    [
                      [1, 'outcome'],
                      [2, [[1, 'accepted']]],
                    ],
                  ],
                ],
              ],
            ],
          ],
        ],
      ],
    ]);
    expect((await send(gateway, 'logs', log, protobuf)).status).toBe(200);
    const [told] = await activityOf(gateway, id);
    expect(told).toMatchObject({ agent: 'unknown', linesAdded: 5, editsAccepted: 1 });
  });

  it('asks for a key, and refuses what is too large, packed too well, or of another form', async () => {
    const gateway = await startTestGateway(DEMO);
    expect((await send(gateway, 'logs', '{}', { authorization: '' })).status).toBe(401);
    expect((await send(gateway, 'logs', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send(gateway, 'logs', '{}', { 'content-encoding': 'br' })).status).toBe(415);
    expect((await send(gateway, 'logs', '{', {})).status).toBe(400);
    expect((await send(gateway, 'logs', 'x', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await send(gateway, 'logs', ' '.repeat(4 * 1024 * 1024 + 1))).status).toBe(413);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    expect((await send(gateway, 'logs', bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it('is never answered with a fault of the gateway’s, whatever comes', async () => {
    const gateway = await startTestGateway(DEMO);
    await task(gateway, {});
    const whole = Buffer.from(golden('claude-code-metrics', { SESSION: 's' }));
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.nat(whole.length).map((length) => new Uint8Array(whole.subarray(0, length))),
      fc
        .json({ maxDepth: 6 })
        .map((text) => new Uint8Array(Buffer.from(`{"resourceLogs":[${text}],"resourceMetrics":${text}}`))),
    );
    const type = fc.constantFrom('application/json', 'application/x-protobuf');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('traces', 'metrics', 'logs'), type, body, async (signal, contentType, bytes) => {
        const { status } = await send(gateway, signal, new Uint8Array(bytes), { 'content-type': contentType });
        expect([200, 400]).toContain(status);
      }),
      { numRuns: RUNS },
    );
  });
});

type Part = readonly [number, string | readonly Part[]] | readonly ['double', number, number];

/** A message of texts and messages, written by hand. */
function message(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const writer = new PbfWriter();
  const write = (some: readonly Part[], to: PbfWriter): void => {
    for (const part of some) {
      if (part[0] === 'double') to.writeDoubleField(part[1], part[2]);
      else if (typeof part[1] === 'string') to.writeStringField(part[0], part[1]);
      else to.writeMessage(part[0], write, part[1]);
    }
  };
  write(parts, writer);
  return new Uint8Array(writer.finish());
}

/** Attributes of a data point: `type` is `added`. */
function point(field: number): readonly Part[] {
  return [
    [
      field,
      [
        [1, 'type'],
        [2, [[1, 'added']]],
      ],
    ],
  ];
}
