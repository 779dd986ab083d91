/** A piece of work of an agent: the requests that belong to one conversation, with its sub-agents and side requests. */
export interface Task {
  readonly id: string;
  /** Hash of the key whose task it is. */
  readonly token: string;
  /** Product of the client's User-Agent, as in the ledger. */
  readonly client: string | undefined;
  /** Beginning of what the user asked; undefined where prompts are not to be stored. */
  readonly title: string | undefined;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What of a conversation is kept to know it again: hashes, no text. */
export interface TaskFingerprint {
  /** Of the system prompt and of the messages before the model's first. */
  readonly root: string;
  /** Of the messages before the model's first alone. */
  readonly opening: string;
  /** Messages, without the system prompt. */
  readonly turns: number;
  /** Of the last message. */
  readonly tail: string;
  /** The model has spoken in it. */
  readonly answered: boolean;
}

/** A conversation of a task, as it was seen last. A task has several where it uses sub-agents. */
export interface TaskThread extends TaskFingerprint {
  readonly taskId: string;
  readonly token: string;
  /** Product of the client without its version. */
  readonly product: string;
  /** Epoch ms. */
  readonly lastAt: number;
}

/** `Cline` of `Cline/4.0.12`: an update in the middle of a task does not end the task. */
export function productOf(client: string | undefined): string {
  return client?.split('/', 1)[0] ?? '';
}
