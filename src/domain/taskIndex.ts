import { productOf, type TaskThread } from './task.ts';
import type { TaskConversation } from './taskConversation.ts';
import type { Digest } from './taskFingerprint.ts';
import { findThread, type TaskSighting } from './taskMatch.ts';
import { derivesFrom, type TaskTraces, tracesOf, withHanded, withTurn } from './taskTraces.ts';

/** A side request or a sub-agent comes within this time after its task was heard of. */
const DERIVED_MS = 15 * 60_000;
const MOST_TOKENS = 200;
const MOST_THREADS = 300;
const MOST_TRACED = 128;

/** Whose request it is: tasks of different keys or products have nothing to do with each other. */
export interface TaskOwner {
  readonly token: string;
  readonly client: string | undefined;
}

interface TracedTask {
  readonly taskId: string;
  readonly token: string;
  readonly product: string;
  readonly traces: TaskTraces;
  readonly lastAt: number;
}

/** The tasks that were heard of lately, in bounded memory. */
export class TaskIndex {
  readonly #digest: Digest;
  /** Of each key, newest first. */
  readonly #threads = new Map<string, readonly TaskThread[]>();
  readonly #traced = new Map<string, TracedTask>();

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  /** Task of the conversation that this one continues. */
  continued(owner: TaskOwner, sighting: TaskSighting): string | undefined {
    const product = productOf(owner.client);
    const threads = (this.#threads.get(owner.token) ?? []).filter((thread) => thread.product === product);
    return findThread(threads, sighting, this.#digest)?.taskId;
  }

  /** Task that a conversation which begins now derives from: the one heard of last, where several could be meant. */
  derived(owner: TaskOwner, { conversation, now }: TaskSighting): string | undefined {
    const product = productOf(owner.client);
    return [...this.#traced.values()]
      .filter((task) => task.token === owner.token && task.product === product && now - task.lastAt <= DERIVED_MS)
      .findLast((task) => derivesFrom(conversation, task.traces))?.taskId;
  }

  /** Takes a request of a task down; the thread that is given back is to be kept. */
  record(owner: TaskOwner, taskId: string, sighting: TaskSighting): TaskThread {
    const product = productOf(owner.client);
    const thread = { ...sighting.fingerprint, taskId, token: owner.token, product, lastAt: sighting.now };
    this.adopt(owner.token, [thread]);
    this.#trace({ taskId, token: owner.token, product, lastAt: sighting.now }, sighting.conversation);
    return thread;
  }

  /** Adds threads of a key, e.g. from before a restart; the newest first. */
  adopt(token: string, threads: readonly TaskThread[]): void {
    const others = (this.#threads.get(token) ?? []).filter((thread) => !threads.some((added) => isSame(added, thread)));
    this.#threads.delete(token);
    this.#threads.set(token, [...threads, ...others].slice(0, MOST_THREADS));
    dropOldest(this.#threads, MOST_TOKENS);
  }

  /** A model of the task called a tool with these arguments (JSON). */
  handed(taskId: string, args: string): void {
    const task = this.#traced.get(taskId);
    if (task !== undefined) this.#traced.set(taskId, { ...task, traces: withHanded(task.traces, args) });
  }

  #trace(task: Omit<TracedTask, 'traces'>, conversation: TaskConversation): void {
    const known = this.#traced.get(task.taskId)?.traces;
    const traces = known === undefined ? tracesOf(conversation) : withTurn(known, conversation);
    this.#traced.delete(task.taskId);
    this.#traced.set(task.taskId, { ...task, traces });
    dropOldest(this.#traced, MOST_TRACED);
  }
}

function isSame(one: TaskThread, other: TaskThread): boolean {
  return one.taskId === other.taskId && one.root === other.root;
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
