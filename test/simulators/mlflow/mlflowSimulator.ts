import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type DecodedSpan, decodeTraces } from '../otlp/decodeTraces.ts';
import { AssessmentApi } from './assessmentApi.ts';
import { MlflowError } from './mlflowError.ts';
import { RunStore, type SimulatedExperiment, type SimulatedRun } from './runStore.ts';

export interface RecordedCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface MlflowAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface MlflowSimulatorOptions {
  readonly version?: string;
  /** `Basic …` or `Bearer …` that calls must bring. */
  readonly authorization?: string;
  /** Further checks of who calls; what comes back is the refusal. */
  readonly authenticate?: (request: IncomingMessage, body: Buffer) => Promise<MlflowAnswer | undefined>;
  /** Root of the runs' artifacts; the server takes those of `mlflow-artifacts:` itself. */
  readonly artifactRoot?: string;
  /** Whether uploads are signed, at `/upload/…`. */
  readonly presigned?: boolean;
  /** `sql` stores traces, `file` has no store for them, `none` is a server before 3.6. */
  readonly traces?: 'sql' | 'file' | 'none';
  readonly maxTag?: number;
  /** An answer in place of the server's own, before it does anything. */
  readonly disturb?: (call: RecordedCall) => MlflowAnswer | 'hang-up' | undefined;
  /** The server does what was asked, and its answer gets lost. */
  readonly loseAnswer?: (call: RecordedCall) => boolean;
}

export interface MlflowSimulator {
  readonly url: string;
  readonly experiments: readonly SimulatedExperiment[];
  readonly runs: readonly SimulatedRun[];
  readonly calls: readonly RecordedCall[];
  /** What was sent to `/v1/traces` and stored, with its experiment. */
  readonly traces: readonly { readonly experimentId: string; readonly spans: readonly DecodedSpan[] }[];
  /** What was said of traces, by their ids. */
  readonly assessments: AssessmentApi['assessments'];
  close(): Promise<void>;
}

const API = '/api/2.0/mlflow';
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts/';

/** Starts a strict MLflow tracking server on loopback. */
export async function startMlflowSimulator(options: MlflowSimulatorOptions = {}): Promise<MlflowSimulator> {
  const tracking = new SimulatedTracking(options);
  const server = createServer((request, response) => {
    void tracking.handle(request).then((answer) => {
      if (answer === 'hang-up') return response.destroy();
      return response
        .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
        .end(answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  tracking.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: tracking.url,
    experiments: tracking.store.experiments,
    runs: tracking.store.runs,
    calls: tracking.calls,
    traces: tracking.traces,
    assessments: tracking.assessments.assessments,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

class SimulatedTracking {
  readonly store: RunStore;
  readonly calls: RecordedCall[] = [];
  readonly traces: { experimentId: string; spans: readonly DecodedSpan[] }[] = [];
  readonly assessments = new AssessmentApi((id) =>
    this.traces.some(({ spans }) => spans.some(({ traceId }) => traceId === id)),
  );
  url = '';
  readonly #options: MlflowSimulatorOptions;

  constructor(options: MlflowSimulatorOptions) {
    this.#options = options;
    this.store = new RunStore(options.artifactRoot ?? 'mlflow-artifacts:', options.maxTag ?? 5000);
  }

  async handle(request: IncomingMessage): Promise<MlflowAnswer | 'hang-up'> {
    const body = await buffer(request);
    const url = new URL(request.url ?? '/', this.url);
    const call = { method: request.method ?? '', path: url.pathname, headers: request.headers, body };
    this.calls.push(call);
    const disturbed = this.#options.disturb?.(call);
    if (disturbed !== undefined) return disturbed;
    try {
      const refused = await this.#authenticate(request, body);
      const answer = refused ?? this.#serve(call, url);
      return this.#options.loseAnswer?.(call) === true ? 'hang-up' : answer;
    } catch (error) {
      if (!(error instanceof MlflowError)) return json(500, { error_code: 'INTERNAL_ERROR', message: String(error) });
      return json(error.status, { error_code: error.code, message: error.message });
    }
  }

  async #authenticate(request: IncomingMessage, body: Buffer): Promise<MlflowAnswer | undefined> {
    const { authorization, authenticate } = this.#options;
    if (request.url?.startsWith('/upload/') === true) return undefined;
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      return { status: 401, body: 'You are not authenticated. Please see https://mlflow.org' };
    }
    return await authenticate?.(request, body);
  }

  #serve(call: RecordedCall, url: URL): MlflowAnswer {
    const { method, path, body } = call;
    if (path === '/version') return { status: 200, body: this.#options.version ?? '3.17.2' };
    if (path === '/v1/traces' && method === 'POST') return this.#takeTraces(call);
    if (method === 'PUT' && path.startsWith(ARTIFACTS)) return this.#putArtifact(path.slice(ARTIFACTS.length), body);
    if (method === 'PUT' && path.startsWith('/upload/')) return this.#putArtifact(path.slice('/upload/'.length), body);
    if (path === `${API}/artifacts/presigned-upload-url`) return this.#signUpload(body);
    const assessed = this.assessments.serve(method, path, body);
    if (assessed !== undefined) return json(200, assessed);
    const asked = path.startsWith(API) ? this.store.calls[`${method} ${path.slice(API.length)}`] : undefined;
    if (asked === undefined) return { status: 404, body: '<!doctype html><title>404 Not Found</title>' };
    const fields = method === 'GET' ? Object.fromEntries(url.searchParams) : JSON.parse(body.toString());
    return json(200, asked(fields, body.length));
  }

  #takeTraces({ headers, body }: RecordedCall): MlflowAnswer {
    const { traces = 'sql' } = this.#options;
    if (traces === 'none') return { status: 404, body: '<!doctype html><title>404 Not Found</title>' };
    const experimentId = headers['x-mlflow-experiment-id'];
    if (typeof experimentId !== 'string') return json(422, { detail: 'x-mlflow-experiment-id: Field required' });
    if (headers['content-type'] !== 'application/x-protobuf') return json(400, { detail: 'Invalid Content-Type' });
    if (headers['content-encoding'] !== undefined) return json(400, { detail: 'Invalid OpenTelemetry format' });
    const spans = decodeTraces(body);
    if (spans.length === 0) return json(400, { detail: 'Invalid OpenTelemetry format - no spans found' });
    if (traces === 'file') return json(501, { detail: 'REST OTLP span logging is not supported by FileStore' });
    if (!this.store.experiments.some(({ id }) => id === experimentId)) return json(422, { detail: 'Failed to log' });
    this.traces.push({ experimentId, spans });
    return json(200, {});
  }

  #putArtifact(path: string, body: Buffer): MlflowAnswer {
    const [, runId = '', , ...rest] = path.split('/');
    this.store.run(runId).artifacts.set(rest.join('/'), body.toString());
    return json(200, {});
  }

  #signUpload(body: Buffer): MlflowAnswer {
    if (this.#options.presigned !== true) return { status: 404, body: '<!doctype html><title>404 Not Found</title>' };
    const { run_id: runId, path } = JSON.parse(body.toString()) as { run_id: string; path: string };
    const run = this.store.run(runId);
    const address = `${this.url}/upload/${run.experimentId}/${runId}/artifacts/${path}`;
    return json(200, { presigned_url: address, headers: { 'x-upload': 'signed' } });
  }
}

function json(status: number, body: unknown): MlflowAnswer {
  return { status, body: JSON.stringify(body) };
}
