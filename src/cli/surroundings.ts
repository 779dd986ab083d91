import type { AgentEnvironment } from '../clients/agent.ts';
import type { Clock } from '../domain/ports.ts';

/** The terminal and the machine, as a sub-command sees them. */
export interface Surroundings extends Pick<AgentEnvironment, 'homeDir' | 'variables' | 'platform'> {
  readonly clock: Pick<Clock, 'now'>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Asks at the terminal; undefined where there is none. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}
