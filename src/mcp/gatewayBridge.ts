import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { identifyHolder, type PortHolder } from '../apiClient/identity.ts';
import { messageOf } from '../domain/errors.ts';
import { errorBodySchema, MCP_PATH } from '../protocol/api.ts';

const DEADLINE_MS = 60_000;

export interface BridgeOptions {
  readonly baseUrl: string;
  /** The home's key, read anew each time: the gateway makes it at its first start. */
  readonly homeKey: () => Promise<string | undefined>;
  /** A virtual key to ask with instead. */
  readonly apiKey: string | undefined;
}

/**
 * Passes the messages of an MCP client on to the gateway of this home, one by one, and its answers back. No key goes out
 * before whoever holds the port has proven to be it; so a gateway may start, stop and move between windows meanwhile.
 */
export class GatewayBridge {
  readonly #options: BridgeOptions;

  constructor(options: BridgeOptions) {
    this.#options = options;
  }

  /** The answer; undefined for what has none. Failures are answers, too. Never rejects. */
  async forward(message: JSONRPCMessage): Promise<JSONRPCMessage | undefined> {
    try {
      return await this.#post(message, await this.#key());
    } catch (thrown) {
      if (!('id' in message) || !('method' in message)) return undefined;
      const reason = messageOf(thrown);
      return { jsonrpc: '2.0', id: message.id, error: { code: ErrorCode.InternalError, message: reason } };
    }
  }

  async #key(): Promise<string> {
    const { baseUrl, apiKey } = this.#options;
    const homeKey = await this.#options.homeKey();
    const { kind } = await identifyHolder(baseUrl, homeKey);
    if (kind === 'ours' && homeKey !== undefined) return apiKey ?? homeKey;
    throw new Error(describe(kind, baseUrl));
  }

  async #post(message: JSONRPCMessage, key: string): Promise<JSONRPCMessage | undefined> {
    const answer = await fetch(this.#options.baseUrl + MCP_PATH, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await answer.text();
    if (text === '') return undefined;
    const body: unknown = JSON.parse(text);
    const refusal = errorBodySchema.safeParse(body);
    if (refusal.success) throw new Error(refusal.data.error.message);
    return JSONRPCMessageSchema.parse(body);
  }
}

function describe(kind: PortHolder['kind'], baseUrl: string): string {
  switch (kind) {
    case 'nobody':
      return `No Torii gateway runs at ${baseUrl}. Start it in the editor ("Torii: Start Proxy") or with the command torii, or name its port with --port.`;
    case 'silent':
      return `The gateway at ${baseUrl} does not answer in time.`;
    default:
      return `The program at ${baseUrl} is no Torii gateway of this home. Name the gateway's port with --port, or its home with TORII_HOME.`;
  }
}
