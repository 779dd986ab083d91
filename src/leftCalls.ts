import type { CallTrace, LeftCall, TraceSink } from './domain/traceExport.ts';

/** Calls whose process was killed, on their way to destinations. Those that the opening of the ledger finds wait for a sink. */
export class LeftCalls {
  #waiting: CallTrace[] = [];
  #sink: TraceSink | undefined;

  readonly take = (calls: readonly LeftCall[]): void => {
    for (const { record, trace } of calls) {
      if (trace !== undefined) this.#waiting.push({ ...trace, record, content: undefined });
    }
    this.#hand();
  };

  /** From now on. */
  offerTo(sink: TraceSink): void {
    this.#sink = sink;
    this.#hand();
  }

  #hand(): void {
    if (this.#sink === undefined) return;
    for (const trace of this.#waiting.splice(0)) this.#sink.offer(trace);
  }
}
