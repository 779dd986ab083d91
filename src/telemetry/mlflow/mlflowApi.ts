import { isObject, parseJson } from '../../domain/json.ts';
import { DestinationUnavailable } from '../destination.ts';
import { exchange, type Fetch, type HttpAnswer, type HttpExchange, isKeyRefusal, said } from '../httpExchange.ts';
import type { MlflowCall, MlflowDoor } from './mlflowDoor.ts';

type Json = Readonly<Record<string, unknown>>;

const API = '/api/2.0/mlflow';
const PLAIN_REMEDY =
  'Check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, and what they may do.';
const AWS_REMEDY = 'Check the AWS credentials, and that their policy allows sagemaker-mlflow:*.';

/** The server said no, and would say it again. */
export class MlflowRefusal extends Error {
  readonly status: number;
  /** MLflow's `error_code`, e.g. `RESOURCE_DOES_NOT_EXIST`; empty where it names none. */
  readonly code: string;
  /** The whole answer, as it came: not for people. */
  readonly answer: string;

  constructor(status: number, code: string, message: string, answer = '') {
    super(message);
    this.name = 'MlflowRefusal';
    this.status = status;
    this.code = code;
    this.answer = answer;
  }
}

/**
 * A refusal of the login as what it is for calls that wait: another try can help once it is mended. Anything else as it
 * came. `managed`: the login is AWS's.
 */
export function asUnavailable(error: unknown, managed: boolean): unknown {
  if (!(error instanceof MlflowRefusal) || !isKeyRefusal(error.status)) return error;
  return new DestinationUnavailable(`${error.message}. ${managed ? AWS_REMEDY : PLAIN_REMEDY}`);
}

/**
 * MLflow's REST API. Every method throws MlflowRefusal where the server says no, and DestinationUnavailable where it may
 * say yes later: no answer, 5xx but 501, 408, 429, and credentials that have expired.
 */
export class MlflowApi {
  readonly #door: MlflowDoor;
  readonly #fetch: Fetch;

  constructor(door: MlflowDoor, fetch: Fetch) {
    this.#door = door;
    this.#fetch = fetch;
  }

  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Json> {
    return this.json({ method: 'GET', path: `${API}${path}`, query }, signal);
  }

  post(path: string, body: unknown, signal: AbortSignal): Promise<Json> {
    const headers = { 'content-type': 'application/json' };
    return this.json({ method: 'POST', path: `${API}${path}`, headers, body: JSON.stringify(body) }, signal);
  }

  /** Any call to the server, whatever it answers with. */
  async send(call: MlflowCall, signal: AbortSignal): Promise<HttpAnswer> {
    return await sendChecked(this.#fetch, await this.#door.open(call, signal), signal);
  }

  /** Any call that is answered with JSON. */
  async json(call: MlflowCall, signal: AbortSignal): Promise<Json> {
    const { text } = await this.send(call, signal);
    const value = parseJson(text);
    if (isObject(value)) return value;
    throw new MlflowRefusal(200, '', `${this.#door.address} answers ${call.path} with something other than JSON.`);
  }
}

/** Sends, and throws as MlflowApi does unless the answer is good. */
export async function sendChecked(fetch: Fetch, request: HttpExchange, signal: AbortSignal): Promise<HttpAnswer> {
  const answer = await exchange(fetch, request, signal);
  if (answer.status >= 200 && answer.status < 300) return answer;
  const { code, words } = readRefusal(answer.text);
  const name = code === '' ? '' : ` ${code}`;
  const message = `${new URL(request.url).host} answers with status ${answer.status}${name}${said(words)}`;
  // Whoever renews the credentials finds nothing lost.
  if (/ExpiredToken/.test(message)) throw new DestinationUnavailable(message);
  throw new MlflowRefusal(answer.status, code, message, answer.text);
}

/** MLflow's JSON, AWS's JSON or S3's XML. */
function readRefusal(text: string): { readonly code: string; readonly words: string } {
  const body = parseJson(text);
  if (isObject(body)) {
    const code = body['error_code'] ?? body['__type'] ?? body['code'] ?? '';
    const words = body['message'] ?? body['Message'] ?? body['detail'] ?? text;
    return { code: String(code).replace(/^.*#/, ''), words: typeof words === 'string' ? words : text };
  }
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? '';
  return { code, words: /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? text };
}
