/** What Langfuse shows of a trace. */
export interface StoredTrace {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly userId?: string | null | undefined;
  readonly sessionId?: string | null | undefined;
  readonly tags?: readonly string[];
  readonly release?: string | null | undefined;
  readonly version?: string | null | undefined;
  readonly environment?: string;
  readonly public?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly input?: unknown;
  readonly output?: unknown;
}

export interface StoredObservation {
  readonly id: string;
  readonly traceId: string;
  readonly parentObservationId: string | null;
  readonly type: string;
  readonly name: string | null;
  /** Epoch ms. */
  readonly startTime: number;
  readonly endTime: number | null;
  readonly completionStartTime: number | null;
  readonly model: string | null;
  readonly modelParameters: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly usageDetails: Readonly<Record<string, number>>;
  /** What was sent; undefined makes Langfuse reckon with its own prices. */
  readonly costDetails: Readonly<Record<string, number>> | undefined;
  readonly totalCost: number | null;
  readonly level: string;
  readonly statusMessage: string | null;
  readonly prompt: { readonly name: string; readonly version: number } | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly environment: string;
  /** From version 4 on a row says itself where it belongs. */
  readonly own: Pick<StoredTrace, 'name' | 'userId' | 'sessionId' | 'tags'>;
}

export interface StoredScore {
  readonly id: string;
  readonly name: string;
  readonly value: number | string;
  readonly dataType: string;
  readonly traceId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly comment?: string | undefined;
}

/** One project's data. Creates of one id are laid over each other, as Langfuse merges them. */
export class LangfuseStore {
  readonly traces = new Map<string, StoredTrace>();
  readonly observations = new Map<string, StoredObservation>();
  readonly scores = new Map<string, StoredScore>();
  /** Why something that was sent is not there, though the answer was a good one. */
  readonly lost: string[] = [];

  putTrace(trace: StoredTrace): void {
    const given = Object.fromEntries(
      Object.entries(trace).filter(([, value]) => value !== undefined && value !== null),
    );
    this.traces.set(trace.id, { ...this.traces.get(trace.id), ...given, id: trace.id });
  }

  putObservation(observation: StoredObservation): void {
    this.observations.set(observation.id, observation);
  }

  generations(): readonly StoredObservation[] {
    return [...this.observations.values()].filter(({ type }) => type === 'GENERATION');
  }
}

/** Langfuse's own rule: the sent total, else input and output together; other parts alone have no sum. */
export function totalCostOf(cost: Readonly<Record<string, number>> | undefined): number | null {
  if (cost === undefined) return null;
  if (cost['total'] !== undefined) return cost['total'];
  return Object.keys(cost).every((key) => key === 'input' || key === 'output')
    ? (cost['input'] ?? 0) + (cost['output'] ?? 0)
    : null;
}
