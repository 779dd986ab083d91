import type { ActivityJoin } from '../../domain/agentActivity.ts';
import type { SpendStore, TaskStore } from '../../domain/ports.ts';
import type { OtlpRecord } from './otlpRecords.ts';

export interface JoinedTask {
  readonly taskId: string;
  readonly by: ActivityJoin;
}

/** A record without any id counts for the task that its key was at work on within this time. */
const NEAR_MS = 30 * 60 * 1000;
/** Agents tell their times by clocks and in steps of their own. */
const SLACK_MS = 60 * 1000;
const MOST_REMEMBERED = 2000;
/** Characters of a conversation's or trace's id: what is longer is none. */
const LONGEST_NAME = 512;

/** Finds the task that a record of an agent belongs to, among those of the key that it was sent with. */
export class TaskJoin {
  readonly #spend: Pick<SpendStore, 'list'>;
  readonly #tasks: Pick<TaskStore, 'list'>;
  /** Conversations and traces of agents whose calls were answered here. */
  readonly #learned = new Map<string, string>();

  constructor(spend: Pick<SpendStore, 'list'>, tasks: Pick<TaskStore, 'list'>) {
    this.#spend = spend;
    this.#tasks = tasks;
  }

  /** A span of a model call names our answer: its conversation and its trace are known from then on. */
  async learn(record: OtlpRecord, token: string): Promise<void> {
    const requestId = record.attributes['gen_ai.response.id'];
    if (typeof requestId !== 'string' || requestId === '') return;
    const taskId = await this.#taskOf({ requestId, token });
    if (taskId === undefined) return;
    for (const name of [record.traceId, conversationOf(record)]) {
      if (name && name.length <= LONGEST_NAME) this.#remember(`${token}/${name}`, taskId);
    }
  }

  /** Undefined where nothing fits. */
  async find(record: OtlpRecord, token: string, now: number): Promise<JoinedTask | undefined> {
    const learned = this.#learned.get(`${token}/${conversationOf(record) ?? ''}`);
    if (learned !== undefined) return { taskId: learned, by: 'answer' };
    const ofTrace = record.traceId === '' ? undefined : this.#learned.get(`${token}/${record.traceId}`);
    if (ofTrace !== undefined) return { taskId: ofTrace, by: 'trace' };
    for (const sessionId of sessionsOf(record)) {
      const taskId = await this.#taskOf({ sessionId, token });
      if (taskId !== undefined) return { taskId, by: 'session' };
    }
    const at = record.at === 0 ? now : record.at;
    const [near] = await this.#tasks.list({ token, from: at - NEAR_MS, to: at + SLACK_MS }, { offset: 0, limit: 1 });
    return near === undefined ? undefined : { taskId: near.id, by: 'time' };
  }

  async #taskOf(filter: Parameters<SpendStore['list']>[0]): Promise<string | undefined> {
    const [row] = await this.#spend.list(filter, { offset: 0, limit: 1 });
    return row?.taskId;
  }

  #remember(name: string, taskId: string): void {
    this.#learned.delete(name);
    this.#learned.set(name, taskId);
    const [oldest] = this.#learned.keys();
    if (this.#learned.size > MOST_REMEMBERED && oldest !== undefined) this.#learned.delete(oldest);
  }
}

function conversationOf({ attributes }: OtlpRecord): string | undefined {
  return textOf(attributes['gen_ai.conversation.id']) ?? textOf(attributes['conversation_id']);
}

/** Names that an agent's session has in its telemetry and in its requests. Cline puts a word before its own. */
function sessionsOf({ attributes, resource, service }: OtlpRecord): readonly string[] {
  const ulid = textOf(attributes['ulid']) ?? textOf(attributes['task_id']) ?? textOf(attributes['taskId']);
  // Of Copilot Chat it is the window's, which has many conversations.
  const ofResource = service.startsWith('copilot') ? undefined : textOf(resource['session.id']);
  const names = [
    textOf(attributes['gen_ai.conversation.id']),
    textOf(attributes['conversation.id']),
    textOf(attributes['session.id']),
    ulid === undefined ? undefined : `cline-${ulid}`,
    ulid,
    ofResource,
  ];
  return [...new Set(names.filter((name) => name !== undefined))];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'undefined' ? value : undefined;
}
