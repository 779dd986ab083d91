import type { Clock } from '../domain/ports.ts';

export interface AgentSighting {
  readonly keyAlias: string;
  readonly client: string | null;
  /** Epoch ms. */
  readonly modelsReadAt: number;
}

/** More aliases than any user has agents. */
const MOST_ALIASES = 200;

/** Which virtual keys have asked for the list of models since the gateway started, and when last. */
export class AgentSightingLog {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #byAlias = new Map<string, AgentSighting>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The oldest one is forgotten where there are too many. */
  note(keyAlias: string, client: string | undefined): void {
    this.#byAlias.delete(keyAlias);
    this.#byAlias.set(keyAlias, { keyAlias, client: client ?? null, modelsReadAt: this.#clock.now() });
    const [oldest] = this.#byAlias.keys();
    if (this.#byAlias.size > MOST_ALIASES && oldest !== undefined) this.#byAlias.delete(oldest);
  }

  /** Newest first. */
  list(): AgentSighting[] {
    return [...this.#byAlias.values()].reverse();
  }
}
