import type { TaskFingerprint, TaskThread } from './task.ts';
import type { TaskConversation } from './taskConversation.ts';
import { type Digest, tailAt } from './taskFingerprint.ts';

/** A conversation that begins again word for word within this time is a re-send; later it is a new task. */
const RESEND_MS = 10 * 60_000;
/** Threads that are compared with a conversation, newest first. */
const MOST_COMPARED = 8;

/** A request as far as its task is concerned. */
export interface TaskSighting {
  readonly conversation: TaskConversation;
  readonly fingerprint: TaskFingerprint;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * The thread that a conversation continues, of threads of one key and one product, newest first. It has grown from the
 * thread, or begins like it: an agent that shortens its history still keeps the beginning.
 */
export function findThread(
  threads: readonly TaskThread[],
  sighting: TaskSighting,
  digest: Digest,
): TaskThread | undefined {
  const { root, opening, answered } = sighting.fingerprint;
  if (!answered) return threads.find((thread) => thread.root === root && isResend(thread, sighting));
  const alike = threads.filter((thread) => thread.root === root || thread.opening === opening).slice(0, MOST_COMPARED);
  const grown = alike.filter((thread) => hasGrownFrom(thread, sighting, digest));
  return longest(grown) ?? alike.find((thread) => thread.root === root);
}

function isResend(thread: TaskThread, { fingerprint, now }: TaskSighting): boolean {
  return !thread.answered && thread.turns === fingerprint.turns && now - thread.lastAt <= RESEND_MS;
}

function hasGrownFrom(thread: TaskThread, { conversation }: TaskSighting, digest: Digest): boolean {
  return tailAt(conversation, thread.turns, digest) === thread.tail;
}

function longest(threads: readonly TaskThread[]): TaskThread | undefined {
  return threads.reduce<TaskThread | undefined>(
    (best, thread) => (best === undefined || thread.turns > best.turns ? thread : best),
    undefined,
  );
}
