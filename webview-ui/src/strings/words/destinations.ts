export interface DestinationsWords {
  readonly destinations: {
    readonly title: string;
    readonly problem: string;
    readonly kinds: Readonly<Record<'langfuse' | 'mlflow-traces' | 'mlflow-runs' | 'otlp', string>>;
    readonly states: Readonly<Record<'ok' | 'failing' | 'paused' | 'idle', string>>;
    readonly queued: string;
    readonly sent: string;
    readonly dropped: string;
    readonly droppedHint: string;
    readonly lastSent: string;
    readonly never: string;
    readonly lastError: (time: string) => string;
    readonly transport: string;
    /** By name in the API; others show as they are. */
    readonly transports: Readonly<Record<string, string>>;
    readonly version: string;
    readonly content: string;
    readonly withContent: string;
    readonly withoutContent: string;
    readonly test: string;
    readonly pause: string;
    readonly resume: string;
    readonly flush: string;
    readonly tested: (name: string, detail: string) => string;
    readonly testFailed: (detail: string) => string;
    readonly paused: (name: string) => string;
    readonly resumed: (name: string) => string;
    readonly flushed: (name: string) => string;
    readonly emptyTitle: string;
    readonly emptyText: string;
    readonly emptyLangfuse: string;
    readonly emptyMlflow: string;
    readonly emptyOtlp: string;
    readonly emptyAfter: string;
  };
}
