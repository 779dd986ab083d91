import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { authenticate, TEST_CREDENTIALS } from '../bedrock/authentication.ts';

export interface MantleSimulator {
  /** Origin, without a path. */
  readonly url: string;
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: Json;
  }[];
  readonly openSockets: number;
  /** The stream stops in its midst and says nothing more. */
  stall: boolean;
  idle(): Promise<void>;
  close(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

export const MANTLE_TOKEN = 'bedrock-api-key-example-0001';
/** Models and the path that serves each. */
const MODELS: Readonly<Record<string, string>> = {
  'openai.gpt-oss-120b': '/v1',
  'openai.gpt-5.4': '/openai/v1',
  'xai.grok-4': '/openai/v1',
};

/** Bedrock's second endpoint: OpenAI's dialect behind a signature or an API key, each model under one path alone. */
export async function startMantleSimulator(): Promise<MantleSimulator> {
  const requests: { path: string; headers: IncomingMessage['headers']; body: Json }[] = [];
  const sockets = new Set<Socket>();
  const state = { stall: false };
  const server = createServer(async (request, response) => {
    const raw = await text(request);
    const accepted = { credentials: [TEST_CREDENTIALS], bearerTokens: [MANTLE_TOKEN] };
    const refused = await authenticate(request, raw, accepted, 'bedrock-mantle');
    if (refused !== undefined) return refuse(response, 401, refused.message);
    const body = JSON.parse(raw) as Json;
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers, body });
    const prefix = MODELS[String(body['model'])];
    if (prefix === undefined) return refuse(response, 404, `The model '${String(body['model'])}' does not exist`);
    if (path !== `${prefix}/chat/completions`) {
      return refuse(response, 400, `Model ${String(body['model'])} isn't supported on this route`);
    }
    answer(response, body, state.stall);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get openSockets() {
      return sockets.size;
    },
    get stall() {
      return state.stall;
    },
    set stall(stall) {
      state.stall = stall;
    },
    idle: async () => {
      while (sockets.size > 0) await Promise.all([...sockets].map((socket) => once(socket, 'close')));
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(response: ServerResponse, body: Json, stall: boolean): void {
  const last = (body['messages'] as readonly Json[]).at(-1)?.['content'];
  const content = `You said: ${String(last)}`;
  const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
  const head = { id: 'chatcmpl-mantle', created: 1, model: body['model'] };
  if (body['stream'] !== true) {
    const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
    response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req-mantle' });
    response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }));
    return;
  }
  const chunk = (rest: Json) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...rest })}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req-mantle' });
  response.write(chunk({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] }));
  if (stall) return;
  response.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
  response.end(`${chunk({ choices: [], usage })}data: [DONE]\n\n`);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code: null, param: null } }));
}
