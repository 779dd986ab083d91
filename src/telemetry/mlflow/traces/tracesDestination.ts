import { messageOf } from '../../../domain/errors.ts';
import type { ScoreDelivery } from '../../../domain/score.ts';
import type { CallTrace } from '../../../domain/traceExport.ts';
import type { Destination, DestinationProbe, SendOutcome } from '../../destination.ts';
import type { Fetch } from '../../httpExchange.ts';
import { Experiment } from '../experiment.ts';
import { asUnavailable, MlflowApi, MlflowRefusal } from '../mlflowApi.ts';
import type { MlflowDoor } from '../mlflowDoor.ts';
import { sendEach } from '../sendEach.ts';
import { isAtLeast, readVersion } from '../serverVersion.ts';
import { Assessments } from './assessments.ts';
import { toMlflowSpans } from './mlflowSpans.ts';
import { isNotSupported, TraceDoor } from './traceDoor.ts';

export interface TracesParts {
  readonly id: string;
  readonly wantsContent: boolean;
  readonly door: MlflowDoor;
  readonly fetch: Fetch;
  readonly experiment: string;
  /** Of Torii. */
  readonly version: string;
  /** Gets the calls where the server takes no traces; undefined where its runs are written by a destination of their own. */
  readonly fallback: Destination | undefined;
}

/** Traces in MLflow over OTLP; runs where its server is too old for them or keeps them nowhere. */
export function createMlflowTracesDestination(parts: TracesParts): Destination {
  return new MlflowTraces(parts);
}

class MlflowTraces implements Destination {
  readonly kind = 'mlflow-traces';
  readonly id: string;
  readonly wantsContent: boolean;
  readonly #parts: TracesParts;
  readonly #api: MlflowApi;
  readonly #experiment: Experiment;
  readonly #traces: TraceDoor;
  readonly #assessments: Assessments;
  /** Why the server takes no traces; undefined where it does, or was not asked yet. */
  #refusal: string | undefined;
  #asked = false;
  /** A server without a store for traces says so only of real ones: then its answer to the question does not count any more. */
  #hasNoStore = false;

  constructor(parts: TracesParts) {
    this.id = parts.id;
    this.wantsContent = parts.wantsContent;
    this.#parts = parts;
    this.#api = new MlflowApi(parts.door, parts.fetch);
    this.#experiment = new Experiment(this.#api, parts.experiment);
    this.#assessments = new Assessments(this.#api);
    this.#traces = new TraceDoor(this.#api, this.#experiment, parts.version);
  }

  get address(): string {
    return this.#parts.door.address;
  }

  async send(traces: readonly CallTrace[], signal: AbortSignal): Promise<SendOutcome> {
    try {
      if (!this.#asked) await this.#ask(signal);
    } catch (thrown) {
      const error = this.#explained(thrown);
      if (!(error instanceof MlflowRefusal)) throw error;
      return { accepted: 0, refused: traces.map(({ record }) => ({ callId: record.callId, reason: error.message })) };
    }
    if (this.#refusal !== undefined) return await this.#sendAsRuns(traces, signal);
    try {
      return await sendEach(traces, (trace) => this.#sendOne(trace, signal));
    } catch (error) {
      if (!isNotSupported(error)) throw error;
      this.#hasNoStore = true;
      this.#refusal = messageOf(error);
      return await this.#sendAsRuns(traces, signal);
    }
  }

  /** Asks anew: the server may be a newer one by now. */
  async probe(signal: AbortSignal): Promise<DestinationProbe> {
    try {
      await this.#ask(signal);
      const version = await readVersion(this.#api, signal);
      if (this.#refusal === undefined) {
        const id = await this.#experiment.id(signal);
        const detail = `${named(version)}: traces go to experiment ${this.#experiment.name} (${id}).`;
        return { ok: true, detail, version, transport: 'otlp' };
      }
      return { ok: true, detail: `${named(version)}: ${whyNot(version, this.#refusal)}`, version, transport: 'runs' };
    } catch (error) {
      return { ok: false, detail: messageOf(this.#explained(error)) };
    }
  }

  /** There is no place for judgements on a task. */
  takesScore({ score }: ScoreDelivery): boolean {
    return score.target.kind === 'trace';
  }

  async score(delivery: ScoreDelivery, signal: AbortSignal): Promise<string | undefined> {
    const { target } = delivery.score;
    if (target.kind !== 'trace') return undefined;
    try {
      if (!this.#asked) await this.#ask(signal);
      if (this.#refusal !== undefined) return 'its server takes no traces, and so no judgements on them';
      await this.#assessments.deliver(delivery, target.callId, signal);
      return undefined;
    } catch (thrown) {
      const error = this.#explained(thrown);
      if (error instanceof MlflowRefusal) return error.message;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#parts.fallback?.close();
  }

  async #ask(signal: AbortSignal): Promise<void> {
    if (this.#hasNoStore) return;
    const refusal = await this.#traces.refusal(signal);
    // A wrong password is none of the server's age. Managed servers may refuse traces alone.
    if (refusal?.status === 401 || (refusal?.status === 403 && !this.#parts.door.managed)) throw refusal;
    this.#refusal = refusal?.message;
    this.#asked = true;
  }

  async #sendOne(trace: CallTrace, signal: AbortSignal): Promise<string | undefined> {
    try {
      await this.#traces.send(toMlflowSpans(trace), signal);
      return undefined;
    } catch (thrown) {
      const error = this.#explained(thrown);
      if (error instanceof MlflowRefusal && !isNotSupported(error)) return error.message;
      throw error;
    }
  }

  #explained(error: unknown): unknown {
    return asUnavailable(error, this.#parts.door.managed);
  }

  /** Where runs are written anyway there is nothing to do. */
  async #sendAsRuns(traces: readonly CallTrace[], signal: AbortSignal): Promise<SendOutcome> {
    return (await this.#parts.fallback?.send(traces, signal)) ?? { accepted: 0, refused: [] };
  }
}

function named(version: string | undefined): string {
  return version === undefined ? 'MLflow' : `MLflow ${version}`;
}

function whyNot(version: string | undefined, refusal: string): string {
  const old = version !== undefined && !isAtLeast(version, 3, 6);
  const reason = old ? 'it takes no traces; MLflow 3.6 and later do' : `it takes no traces (${refusal})`;
  return `${reason}. Calls are written as runs.`;
}
