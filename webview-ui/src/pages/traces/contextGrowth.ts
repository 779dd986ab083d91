import type { RequestSummary } from '../../../../src/protocol/api.ts';

/** One request's context: what went in, by where it came from. Tokens. */
export interface ContextTurn {
  readonly callId: string;
  /** From 1, oldest first. */
  readonly turn: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly input: number;
  readonly total: number;
  readonly output: number;
  /** Nano-USD; null is unknown. */
  readonly cost: number | null;
}

/** How the context of a task has grown, oldest request first; requests without counts are left out. */
export function toContextTurns(requests: readonly RequestSummary[]): readonly ContextTurn[] {
  return requests
    .filter(({ inputTokens }) => inputTokens !== null)
    .toSorted((one, other) => one.startedAt - other.startedAt)
    .map((request, index) => {
      const { callId, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, cost } = request;
      const [input, read, write] = [inputTokens ?? 0, cacheReadTokens ?? 0, cacheWriteTokens ?? 0];
      const sums = { input, cacheRead: read, cacheWrite: write, total: input + read + write };
      return { callId, turn: index + 1, ...sums, output: outputTokens ?? 0, cost };
    });
}
