import type { HttpExchange } from '../httpExchange.ts';
import { escapeUri } from './escapeUri.ts';

/** A call to a tracking server, before it has an address and an authorisation. */
export interface MlflowCall {
  readonly method: HttpExchange['method'];
  /** From the server's root, e.g. `/api/2.0/mlflow/runs/create`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: HttpExchange['body'];
}

/** The way to a tracking server: its address, and how calls to it are authorised. */
export interface MlflowDoor {
  /** Without secrets. */
  readonly address: string;
  /** SageMaker runs it. */
  readonly managed: boolean;
  /** Its AWS account; undefined where there is none, or it is not known yet. */
  readonly account: string | undefined;
  /** Throws DestinationUnavailable while the server or the credentials cannot be found. */
  open(call: MlflowCall, signal: AbortSignal): Promise<HttpExchange>;
}

/** What a plain tracking server asks for: MLflow's own variables. */
export interface PlainMlflowLogin {
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** A bearer token; a name and a password win over it, as in MLflow's client. */
  readonly token: string | undefined;
}

/** A self-hosted server, with a path before its API where the address has one. */
export function createPlainDoor(trackingUri: string, login: PlainMlflowLogin): MlflowDoor {
  const base = new URL(trackingUri);
  const fromAddress = base.username === '' ? undefined : loginOf(base);
  const authorization = toAuthorization(login) ?? toAuthorization(fromAddress);
  const root = `${base.origin}${base.pathname.replace(/\/+$/, '')}`;
  return {
    address: root,
    managed: false,
    account: undefined,
    open: async (call) => ({
      method: call.method,
      url: toUrl(root, call),
      headers: { ...call.headers, ...(authorization === undefined ? {} : { authorization }) },
      body: call.body,
    }),
  };
}

/** Blanks are `%20`: `+` is one only to servers that read forms, and AWS signs the former. */
export function toUrl(root: string, { path, query = {} }: MlflowCall): string {
  const pairs = Object.entries(query).map(([name, value]) => `${escapeUri(name)}=${escapeUri(value)}`);
  return `${root}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

function loginOf({ username, password }: URL): PlainMlflowLogin {
  return { username: decodeURIComponent(username), password: decodeURIComponent(password), token: undefined };
}

function toAuthorization(login: PlainMlflowLogin | undefined): string | undefined {
  if (login?.username !== undefined && login.password !== undefined) {
    return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  }
  return login?.token === undefined ? undefined : `Bearer ${login.token}`;
}
