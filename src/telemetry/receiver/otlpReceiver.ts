import type { ActivityReceiver, ActivityReport, ActivityStore, OtlpMessage } from '../../domain/agentActivity.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock, SpendStore, TaskStore } from '../../domain/ports.ts';
import { reportsOf } from './agentReports.ts';
import { type OtlpRecord, readRecords } from './otlpRecords.ts';
import { type JoinedTask, TaskJoin } from './taskJoin.ts';

export interface ReceiverParts {
  readonly store: ActivityStore;
  readonly spend: Pick<SpendStore, 'list'>;
  readonly tasks: Pick<TaskStore, 'list'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface Batch extends JoinedTask {
  readonly agent: string;
  readonly reports: ActivityReport[];
}

/** Longest name of an agent that is kept. */
const LONGEST_AGENT = 60;

/** Takes the telemetry of coding agents and adds what they did to the tasks that it belongs to. Content is not looked at. */
export class OtlpReceiver implements ActivityReceiver {
  readonly #parts: ReceiverParts;
  readonly #join: TaskJoin;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#join = new TaskJoin(parts.spend, parts.tasks);
  }

  async receive({ signal, json, bytes }: OtlpMessage, token: string): Promise<void> {
    const message = json ? parseJson(bytes) : await parseProtobuf(signal, bytes);
    const records = readRecords(signal, message);
    if (signal === 'traces') for (const record of records) await this.#join.learn(record, token);
    for (const { taskId, agent, by, reports } of await this.#batches(records, token)) {
      await this.#parts.store.add({ taskId, agent, joinedBy: by }, reports);
    }
  }

  /** Records of one session are joined once. */
  async #batches(records: readonly OtlpRecord[], token: string): Promise<readonly Batch[]> {
    const now = this.#parts.clock.now();
    const joins = new Map<string, Promise<JoinedTask | undefined>>();
    const batches = new Map<string, Batch>();
    for (const record of records) {
      const reports = reportsOf(record, now);
      if (reports.length === 0) continue;
      const session = JSON.stringify([record.service, record.traceId, idsOf(record)]);
      const join = joins.get(session) ?? this.#join.find(record, token, now);
      joins.set(session, join);
      const task = await join;
      if (task === undefined) continue;
      const agent = (record.service || 'unknown').slice(0, LONGEST_AGENT);
      const name = JSON.stringify([task.taskId, agent]);
      const batch = batches.get(name) ?? { ...task, agent, reports: [] };
      batches.set(name, batch);
      batch.reports.push(...reports);
    }
    return [...batches.values()];
  }
}

function idsOf({ attributes }: OtlpRecord): readonly unknown[] {
  const names = [
    'gen_ai.conversation.id',
    'conversation.id',
    'conversation_id',
    'session.id',
    'ulid',
    'task_id',
    'taskId',
  ];
  return names.map((name) => attributes[name] ?? null);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new GatewayError('bad-request', 'The body is not JSON.', { cause });
  }
}

/** The reader is loaded with the first message. */
async function parseProtobuf(signal: OtlpMessage['signal'], bytes: Uint8Array): Promise<unknown> {
  const { decodeProtobuf } = await import('./decodeProtobuf.ts');
  try {
    return decodeProtobuf(signal, bytes);
  } catch (cause) {
    throw new GatewayError('bad-request', `The body is no export request of OTLP ${signal} in protobuf.`, { cause });
  }
}
