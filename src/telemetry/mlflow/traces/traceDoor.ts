import { encodeSpans } from '../../otlp/encodeSpans.ts';
import type { OtlpSpan } from '../../otlp/span.ts';
import type { Experiment } from '../experiment.ts';
import { type MlflowApi, MlflowRefusal } from '../mlflowApi.ts';

const PATH = '/v1/traces';
/** Exactly this: servers before 3.12 take no parameters behind it. */
const PROTOBUF = 'application/x-protobuf';
/** How a server that takes traces answers an export without any: "no spans found", or that all is well. */
const TAKES_TRACES = new Set([200, 400, 422]);
/** What it says about an experiment that is gone. */
const NOT_FOUND = 404;
const NOT_SUPPORTED = 501;

/** The OTLP endpoint of a tracking server. Not compressed: servers before 3.7 cannot read it. */
export class TraceDoor {
  readonly #api: MlflowApi;
  readonly #experiment: Experiment;
  readonly #version: string;

  /** `version` is Torii's own. */
  constructor(api: MlflowApi, experiment: Experiment, version: string) {
    this.#api = api;
    this.#experiment = experiment;
    this.#version = version;
  }

  /** Undefined where the server takes traces, else its refusal. Stores nothing. Throws DestinationUnavailable. */
  async refusal(signal: AbortSignal): Promise<MlflowRefusal | undefined> {
    try {
      await this.#post(new Uint8Array(), signal);
      return undefined;
    } catch (error) {
      if (!(error instanceof MlflowRefusal)) throw error;
      return TAKES_TRACES.has(error.status) ? undefined : error;
    }
  }

  /** Stores the spans of one trace. Throws as MlflowApi does, with status 501 for a server that has no store for them. */
  async send(spans: readonly OtlpSpan[], signal: AbortSignal): Promise<void> {
    const source = { resource: { 'service.name': 'torii', 'service.version': this.#version }, version: this.#version };
    const body = await encodeSpans(spans, source);
    try {
      await this.#post(body, signal);
    } catch (error) {
      if (!(error instanceof MlflowRefusal) || error.status !== NOT_FOUND) throw error;
      this.#experiment.forget();
      await this.#post(body, signal);
    }
  }

  /** The answer's body is of no use: 3.6.0 sends JSON there and calls it protobuf. */
  async #post(body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': PROTOBUF, 'x-mlflow-experiment-id': await this.#experiment.id(signal) };
    await this.#api.send({ method: 'POST', path: PATH, headers, body }, signal);
  }
}

export function isNotSupported(error: unknown): boolean {
  return error instanceof MlflowRefusal && error.status === NOT_SUPPORTED;
}
