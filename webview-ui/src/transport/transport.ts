import type { Notice } from '../../../src/protocol/api.ts';
import type { GatewayState, RequestMethod, ToEditor } from '../../../src/protocol/webview.ts';

export type EditorCommand = Extract<ToEditor, { type: 'command' }>['command'];

export interface GatewayView {
  readonly state: GatewayState;
  /** Base URL for clients, e.g. `http://127.0.0.1:4000`; null while it is not known. */
  readonly baseUrl: string | null;
  /** Why the gateway failed, in the user's language. */
  readonly message: string | null;
}

export type TransportEvent =
  | { readonly type: 'notice'; readonly notice: Notice }
  | ({ readonly type: 'gateway' } & GatewayView)
  /** The editor wants to see another page: a route such as `/traces/<call id>`. */
  | { readonly type: 'navigate'; readonly route: string }
  /** Whether notices arrive at present. */
  | { readonly type: 'connection'; readonly connected: boolean };

export type Credentials = { readonly key: string } | { readonly username: string; readonly password: string };

/** Where a login exists: at `/ui` of the gateway. */
export interface Login {
  /** Throws ApiError: 401 for wrong credentials, 429 for too many attempts. */
  signIn(credentials: Credentials): Promise<void>;
  signOut(): Promise<void>;
}

export interface StreamEnd {
  /** `x-litellm-call-id`; null where the gateway was not reached. */
  readonly callId: string | null;
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** How the dashboard reaches the gateway; hides whether it runs in a webview or in a browser. */
export interface Transport {
  /** GET of a path under `/torii/`, parsed. Throws ApiError. */
  get(path: string): Promise<unknown>;
  /** A call that changes something. Throws ApiError. */
  send(method: Exclude<RequestMethod, 'GET'>, path: string, body?: unknown): Promise<unknown>;
  /**
   * POST whose answer is read as it comes: `onData` gets its text piece by piece. Resolves with the call's id when it is
   * over, also where `signal` ends it. Throws ApiError for a refusal, and status 0 for an answer that broke off.
   */
  stream(path: string, body: unknown, onData: (text: string) => void, signal: AbortSignal): Promise<StreamEnd>;
  /** Shows two texts in the editor's own diff view; undefined in a browser. */
  readonly compare: ((left: NamedText, right: NamedText) => void) | undefined;
  /** Hands the user a text as a file: a download in a browser, the editor's own dialog in the editor. */
  saveFile(name: string, text: string): void;
  /** Opens the whole dashboard at a route, from the side bar; undefined in a browser. */
  readonly openDashboard: ((route: string) => void) | undefined;
  /** Starts listening; returns what stops it. */
  subscribe(listener: (event: TransportEvent) => void): () => void;
  /** What the page kept with `saveState`, across hide and reload. */
  loadState(): unknown;
  saveState(state: Readonly<Record<string, unknown>>): void;
  /** Runs a command of the extension; undefined outside the editor. */
  readonly runCommand: ((command: EditorCommand) => void) | undefined;
  /** Lets the editor save the usage since `from` (epoch ms); undefined outside the editor, where a link does it. */
  readonly exportUsage: ((from: number) => void) | undefined;
  /** Undefined where the editor has authenticated already. */
  readonly login: Login | undefined;
}
