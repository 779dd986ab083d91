/** Words of the page about one task. */
export interface TaskWords {
  readonly task: {
    readonly problem: string;
    readonly context: string;
    readonly perRequest: string;
    readonly most: (tokens: string) => string;
    readonly turn: string;
    readonly turnTitle: (turn: number, tokens: string, cached: string) => string;
    readonly cacheWrite: string;
    readonly told: string;
    readonly toolCalls: string;
    readonly edits: string;
    readonly lines: string;
    readonly votes: string;
  };
}
