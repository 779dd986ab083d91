import { z } from 'zod';
import {
  AGENTS_PATH,
  type AgentSightings,
  agentSightingsSchema,
  BUDGET_REQUESTS_PATH,
  type BudgetDecision,
  type BudgetQuestion,
  budgetQuestionListSchema,
  errorBodySchema,
  MODELS_PATH,
  type ModelList,
  modelListSchema,
  SHUTDOWN_PATH,
  STATUS_PATH,
  type Status,
  statusSchema,
} from '../protocol/api.ts';
import {
  EXPORT_CSV_PATH,
  LEDGER_BACKUP_PATH,
  LEDGER_VACUUM_PATH,
  type LedgerBackup,
  type LedgerVacuum,
  ledgerBackupSchema,
  ledgerVacuumSchema,
} from '../protocol/billing.ts';
import { DOCTOR_PATH, type DoctorReport, doctorReportSchema } from '../protocol/doctor.ts';
import {
  MLFLOW_LINK_PATH,
  MLFLOW_PATH,
  MLFLOW_START_PATH,
  MLFLOW_STOP_PATH,
  type MlflowLinkBody,
  type MlflowServer,
  mlflowLinkSchema,
  mlflowServerSchema,
} from '../protocol/mlflow.ts';

type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const DEADLINE_MS = 15_000;
/** Small, and asked for often: who waits longer wants to know that the gateway does not answer. */
const STATUS_DEADLINE_MS = 5000;
/** Tests of models and destinations wait for others. */
const CHANGE_DEADLINE_MS = 120_000;
/** A ledger of some GB is copied as fast as the disk is. */
const LEDGER_DEADLINE_MS = 300_000;
/** Doctor's slowest check, and some. */
const DOCTOR_DEADLINE_MS = 120_000;
const generatedKeySchema = z.object({ key: z.string().min(1) });
const keyInfoSchema = z.object({
  info: z.object({
    key_alias: z.string().nullish(),
    blocked: z.boolean().nullish(),
    /** ISO 8601. */
    expires: z.string().nullish(),
    /** A deleted key is still shown, as `deleted`. */
    status: z.string().nullish(),
  }),
});
export type KeyInfo = z.infer<typeof keyInfoSchema>['info'];

/** An answer as it came; `status` 0 means that the gateway could not be reached. */
export interface RawAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** An answer that comes in pieces, or, where the gateway refused, its body. */
export interface StreamedAnswer extends RawAnswer {
  readonly callId: string | null;
  readonly pieces: AsyncIterable<string> | undefined;
}

/** The gateway said no. The message is its own, in words for the user. */
export class GatewayRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'GatewayRefusal';
    this.status = status;
  }
}

/** The gateway answered well, but in a form that this version does not know: it is another one. */
export class GatewayMismatch extends Error {
  constructor(path: string) {
    super(`The gateway answers to ${path} in a way that this version does not understand: it is another version.`);
    this.name = 'GatewayMismatch';
  }
}

/**
 * The gateway's HTTP API for the editor, with the home key. Make one only for a gateway whose identity is proven or
 * that this window started: the key goes out with every call. Every method throws GatewayRefusal or
 * GatewayMismatch.
 */
export class GatewayClient {
  readonly baseUrl: string;
  readonly #homeKey: string;

  constructor(baseUrl: string, homeKey: string) {
    this.baseUrl = baseUrl;
    this.#homeKey = homeKey;
  }

  /** `today` in the answer starts at midnight in `timeZone` (an IANA name). */
  status(timeZone: string): Promise<Status> {
    const path = `${STATUS_PATH}?timeZone=${encodeURIComponent(timeZone)}`;
    return this.#call(statusSchema, 'GET', path, undefined, AbortSignal.timeout(STATUS_DEADLINE_MS));
  }

  models(): Promise<ModelList> {
    return this.#call(modelListSchema, 'GET', MODELS_PATH);
  }

  /** Makes a virtual key under an alias that was free or is freed first; the plain key is given out only here. */
  async renewKey(
    alias: string,
    metadata: Readonly<Record<string, string>>,
    maxBudget: number | undefined,
  ): Promise<string> {
    await this.change('POST', '/key/delete', { key_aliases: [alias] }).catch(ignoreRefusal);
    const body = { key_alias: alias, metadata, ...(maxBudget === undefined ? {} : { max_budget: maxBudget }) };
    return (await this.write(generatedKeySchema, 'POST', '/key/generate', body)).key;
  }

  /** Ends a gateway that runs in a process of its own; running requests get `drainMs`. Resolves when it begins to end. */
  async shutDown(drainMs: number): Promise<void> {
    check(await this.#send('POST', SHUTDOWN_PATH, { drainMs }));
  }

  /** `token` is the SHA-256 of a key in hex, so that a foreign key is not told to anybody. Undefined for one not known. */
  async keyInfo(token: string): Promise<KeyInfo | undefined> {
    const answer = await this.#send('GET', `/key/info?key=${token}`);
    return answer.status === 404 ? undefined : keyInfoSchema.parse(check(answer).body).info;
  }

  /** Sets the budget of a key, in USD. */
  async setKeyBudget(token: string, maxBudget: number): Promise<void> {
    await this.change('POST', '/key/update', { key: token, max_budget: maxBudget });
  }

  /** Requests that wait for somebody's word on their budget. */
  async budgetQuestions(): Promise<readonly BudgetQuestion[]> {
    return (await this.#call(budgetQuestionListSchema, 'GET', BUDGET_REQUESTS_PATH)).requests;
  }

  /** False where the request does not wait any more. */
  async decideBudget(id: string, decision: BudgetDecision): Promise<boolean> {
    try {
      await this.change('POST', `${BUDGET_REQUESTS_PATH}/${encodeURIComponent(id)}`, decision);
      return true;
    } catch (thrown) {
      if (thrown instanceof GatewayRefusal && thrown.status === 404) return false;
      throw thrown;
    }
  }

  /** When agents last asked for the list of models, which they do when they have loaded their settings. */
  agentSightings(): Promise<AgentSightings> {
    return this.#call(agentSightingsSchema, 'GET', AGENTS_PATH);
  }

  /** Copies the ledger into the home's `backups/`. */
  async backUpLedger(): Promise<LedgerBackup> {
    const answer = await this.change('POST', LEDGER_BACKUP_PATH, {}, LEDGER_DEADLINE_MS);
    return ledgerBackupSchema.parse(answer.body);
  }

  /** The MLflow server of the config, as it is now. */
  mlflowServer(): Promise<MlflowServer> {
    return this.#call(mlflowServerSchema, 'GET', MLFLOW_PATH);
  }

  /** SageMaker begins to start its server; that takes minutes. */
  startMlflow(): Promise<MlflowServer> {
    return this.write(mlflowServerSchema, 'POST', MLFLOW_START_PATH, {});
  }

  stopMlflow(): Promise<MlflowServer> {
    return this.write(mlflowServerSchema, 'POST', MLFLOW_STOP_PATH, {});
  }

  /** The way to MLflow's own pages; on SageMaker it lets one browser in, once. */
  mlflowLink(): Promise<MlflowLinkBody> {
    return this.#call(mlflowLinkSchema, 'POST', MLFLOW_LINK_PATH, {});
  }

  /** Rewrites the ledger without its gaps; refused with status 409 while requests run. */
  async vacuumLedger(): Promise<LedgerVacuum> {
    const answer = await this.change('POST', LEDGER_VACUUM_PATH, {}, LEDGER_DEADLINE_MS);
    return ledgerVacuumSchema.parse(answer.body);
  }

  /**
   * The ledger's rows since `from` (epoch ms; undefined: all) as CSV, piece by piece as the gateway reads them. The
   * stream itself fails where the connection breaks off, or `signal` ends it.
   */
  async usageCsv(from: number | undefined, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const path = from === undefined ? EXPORT_CSV_PATH : `${EXPORT_CSV_PATH}?from=${from}`;
    const answer = await this.#open('GET', path, undefined, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (answer?.ok === true && answer.body !== null) return answer.body;
    check({ status: answer?.status ?? 0, body: answer === undefined ? null : await readBody(answer) });
    throw new GatewayRefusal(answer?.status ?? 0, 'The gateway sent no file.');
  }

  /** What the gateway finds of itself. With `modelCalls` each deployment is asked for one token, which costs money. */
  async doctor(request: {
    readonly language: 'en' | 'ja';
    readonly modelCalls?: boolean;
    readonly checks?: readonly string[];
  }): Promise<DoctorReport> {
    const { language, modelCalls = false, checks } = request;
    const body = { language, model_calls: modelCalls, ...(checks === undefined ? {} : { checks }) };
    const answer = await this.#send('POST', DOCTOR_PATH, body, AbortSignal.timeout(DOCTOR_DEADLINE_MS));
    return doctorReportSchema.parse(check(answer).body);
  }

  /** For the dashboard, which parses the body itself. Never throws. */
  forward(method: HttpMethod, path: string, body?: unknown): Promise<RawAnswer> {
    const deadline = method === 'GET' ? DEADLINE_MS : CHANGE_DEADLINE_MS;
    return this.#send(method, path, body, AbortSignal.timeout(deadline));
  }

  /** Reads what has no method of its own here; `path` begins with a slash. */
  read<T>(schema: z.ZodType<T>, path: string): Promise<T> {
    return this.#call(schema, 'GET', path);
  }

  /** Changes something, and reads the answer. */
  async write<T>(schema: z.ZodType<T>, method: Exclude<HttpMethod, 'GET'>, path: string, body?: unknown): Promise<T> {
    return understood(schema, path, await this.change(method, path, body));
  }

  /** Every change goes this way. `deadlineMs` is how long an answer may take. */
  async change(
    method: Exclude<HttpMethod, 'GET'>,
    path: string,
    body?: unknown,
    deadlineMs = CHANGE_DEADLINE_MS,
  ): Promise<RawAnswer> {
    return check(await this.#send(method, path, body, AbortSignal.timeout(deadlineMs)));
  }

  /** For answers that the dashboard reads as they come. Throws what `fetch` throws; the pieces end with `signal`. */
  async stream(path: string, body: unknown, signal: AbortSignal): Promise<StreamedAnswer> {
    const answer = await this.#open('POST', path, body, signal);
    const callId = answer.headers.get('x-litellm-call-id');
    if (answer.ok && answer.body !== null) {
      return { status: answer.status, body: null, callId, pieces: answer.body.pipeThrough(new TextDecoderStream()) };
    }
    return { status: answer.status, body: await readBody(answer), callId, pieces: undefined };
  }

  async #call<T>(
    schema: z.ZodType<T>,
    method: HttpMethod,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<T> {
    return understood(schema, path, check(await this.#send(method, path, body, signal)));
  }

  async #send(
    method: HttpMethod,
    path: string,
    body?: unknown,
    signal = AbortSignal.timeout(DEADLINE_MS),
  ): Promise<RawAnswer> {
    try {
      const answer = await this.#open(method, path, body, signal);
      return { status: answer.status, body: await readBody(answer) };
    } catch {
      return { status: 0, body: null };
    }
  }

  /** Throws what `fetch` throws. */
  #open(method: HttpMethod, path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    return fetch(`${this.baseUrl}${path}`, {
      method,
      headers: this.#headers(body !== undefined),
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal,
    });
  }

  #headers(hasBody: boolean): Record<string, string> {
    const headers = { authorization: `Bearer ${this.#homeKey}`, accept: 'application/json' };
    return hasBody ? { ...headers, 'content-type': 'application/json' } : headers;
  }
}

/** What was to be removed need not be there. */
function ignoreRefusal(thrown: unknown): void {
  if (!(thrown instanceof GatewayRefusal)) throw thrown;
}

function understood<T>(schema: z.ZodType<T>, path: string, { body }: RawAnswer): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new GatewayMismatch(path.replace(/\?.*$/, ''));
  return parsed.data;
}

function check(answer: RawAnswer): RawAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const error = errorBodySchema.safeParse(answer.body);
  const fallback =
    answer.status === 0 ? 'The gateway does not answer.' : `The gateway answered with status ${answer.status}.`;
  throw new GatewayRefusal(answer.status, error.success ? error.data.error.message : fallback);
}

async function readBody(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
