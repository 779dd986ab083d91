import { messageOf } from '../domain/errors.ts';
import type { Clock, Logger, Random, SpendStore, TaskStore } from '../domain/ports.ts';
import type { Task, TaskThread } from '../domain/task.ts';
import { readConversation } from '../domain/taskConversation.ts';
import { fingerprintOf } from '../domain/taskFingerprint.ts';
import { TaskIndex, type TaskOwner } from '../domain/taskIndex.ts';
import type { TaskSighting } from '../domain/taskMatch.ts';
import { questionOf, titleOf } from '../domain/taskQuestion.ts';
import { shortDigest } from './digest.ts';

/** How long what changed waits for its write, ms. */
const WRITE_DELAY_MS = 1000;
const ID_BYTES = 12;

/** A request as it came in. */
export interface TaskRequest extends TaskOwner {
  /** What the client calls its session. */
  readonly sessionId: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TasksOptions {
  readonly store: TaskStore;
  readonly spend: SpendStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Whether the beginning of a question may be kept as a title. */
  readonly keepsPrompts: () => boolean;
}

/**
 * Finds the task of each request: by the client's session, by the conversation that it continues, by the task that it
 * derives from; else it begins a task. What is remembered reaches the ledger within a second, off the request's path.
 */
export class Tasks {
  readonly #options: TasksOptions;
  readonly #index = new TaskIndex(shortDigest);
  #tasks = new Map<string, Task>();
  #threads = new Map<string, TaskThread>();
  #waiting: AbortController | undefined;

  constructor(options: TasksOptions) {
    this.#options = options;
  }

  /** Id of the request's task; undefined for what is no conversation, and where the ledger fails. Never throws. */
  async assign(request: TaskRequest): Promise<string | undefined> {
    try {
      const sighting = this.#sight(request);
      const named = nameOf(request);
      if (sighting === undefined) {
        if (named !== undefined) this.#keep(request, named, undefined, Math.round(this.#options.clock.now()));
        return named;
      }
      const taskId = named ?? (await this.#find(request, sighting)) ?? this.#newId();
      const thread = this.#index.record(request, taskId, sighting);
      if (named === undefined) this.#threads.set(`${taskId}/${thread.root}`, thread);
      this.#keep(request, taskId, this.#titleOf(sighting), sighting.now);
      return taskId;
    } catch (cause) {
      this.#complain('No task was found for a request', cause);
      return undefined;
    }
  }

  /** A model called a tool: what it handed over may be the question of a sub-agent. */
  handed(taskId: string, args: string): void {
    this.#index.handed(taskId, args);
  }

  /** Writes what still waits. Never throws. */
  async flush(): Promise<void> {
    this.#waiting?.abort();
    this.#waiting = undefined;
    const tasks = [...this.#tasks.values()];
    const threads = [...this.#threads.values()];
    this.#tasks = new Map();
    this.#threads = new Map();
    if (tasks.length === 0) return;
    await this.#options.store
      .save(tasks, threads)
      .catch((cause: unknown) => this.#complain('The ledger took no tasks', cause));
  }

  /** Nothing waits for the ledger where memory is enough. */
  #find(request: TaskRequest, sighting: TaskSighting): string | undefined | Promise<string | undefined> {
    const requestId = request.body['previous_response_id'];
    if (typeof requestId === 'string' && requestId !== '') return this.#findByAnswer(request, sighting, requestId);
    const continued = this.#index.continued(request, sighting);
    if (continued === undefined && sighting.fingerprint.answered) return this.#findFromBefore(request, sighting);
    return continued ?? this.#index.derived(request, sighting);
  }

  #sight({ body }: TaskRequest): TaskSighting | undefined {
    const conversation = readConversation(body);
    if (conversation === undefined) return undefined;
    return {
      conversation,
      fingerprint: fingerprintOf(conversation, shortDigest),
      now: Math.round(this.#options.clock.now()),
    };
  }

  /** Responses: the answer that this request goes on from. */
  async #findByAnswer(request: TaskRequest, sighting: TaskSighting, requestId: string): Promise<string | undefined> {
    const [row] = await this.#options.spend.list({ requestId, token: request.token }, { offset: 0, limit: 1 });
    return row?.taskId ?? (await this.#findFromBefore(request, sighting));
  }

  /** The conversation may have begun before a restart. */
  async #findFromBefore(owner: TaskOwner, sighting: TaskSighting): Promise<string | undefined> {
    const { fingerprint } = sighting;
    if (fingerprint.answered && this.#index.continued(owner, sighting) === undefined) {
      this.#index.adopt(owner.token, await this.#options.store.threads(owner.token, fingerprint));
    }
    return this.#index.continued(owner, sighting) ?? this.#index.derived(owner, sighting);
  }

  #newId(): string {
    return `task_${Buffer.from(this.#options.random.bytes(ID_BYTES)).toString('hex')}`;
  }

  #keep(owner: TaskOwner, id: string, title: string | undefined, now: number): void {
    const waiting = this.#tasks.get(id);
    const firstAt = waiting?.firstAt ?? now;
    this.#tasks.set(id, {
      id,
      token: owner.token,
      client: owner.client,
      title: waiting?.title ?? title,
      firstAt,
      lastAt: now,
    });
    this.#flushSoon();
  }

  /** Side requests ask something else than the user did; an agent's own requests offer tools. */
  #titleOf({ conversation }: TaskSighting): string | undefined {
    if (!conversation.hasTools || !this.#options.keepsPrompts()) return undefined;
    return titleOf(questionOf(conversation));
  }

  #flushSoon(): void {
    if (this.#waiting !== undefined) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    void this.#options.clock.sleep(WRITE_DELAY_MS, waiting.signal).then(
      () => this.flush(),
      () => undefined,
    );
  }

  #complain(what: string, cause: unknown): void {
    this.#options.logger.warn(what, { reason: messageOf(cause) });
  }
}

/** The same session of the same key is the same task, across restarts. */
function nameOf({ sessionId, token }: TaskRequest): string | undefined {
  return sessionId === undefined ? undefined : `task_${shortDigest(`${token}\u0000${sessionId}`)}`;
}
