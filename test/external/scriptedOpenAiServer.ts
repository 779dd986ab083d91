/** A server that speaks just enough of LiteLLM's protocol for the Cline CLI, and keeps what it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseJson } from '../../src/domain/json.ts';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** Either text, which ends the task, or one tool call. */
export type ScriptedAnswer =
  | { readonly text: string }
  | { readonly tool: string; readonly input: Readonly<Record<string, unknown>> };

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Answers one chat request after the other from the script; a request beyond it gets a 400. */
export async function startScriptedServer(model: string, script: readonly ScriptedAnswer[]): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const answers = [...script];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      if (request.url?.endsWith('/model/info')) return sendJson(response, 200, { data: [describeModel(model)] });
      const answer = request.url?.endsWith('/chat/completions') ? answers.shift() : undefined;
      if (answer === undefined) return sendJson(response, 400, { error: { message: 'Not in the script.' } });
      sendStream(response, model, answer);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = await request.toArray();
  return parseJson(Buffer.concat(chunks).toString('utf8'));
}

function describeModel(model: string): object {
  const limits = { max_input_tokens: 100_000, max_output_tokens: 4096 };
  return { model_name: model, litellm_params: { model }, model_info: limits };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendStream(response: ServerResponse, model: string, answer: ScriptedAnswer): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (rest: object): void => {
    const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, ...rest };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  const choice = (delta: object, finish: string | null) => ({ choices: [{ index: 0, delta, finish_reason: finish }] });
  send(choice({ role: 'assistant', ...toDelta(answer) }, null));
  send(choice({}, 'tool' in answer ? 'tool_calls' : 'stop'));
  send({ choices: [], usage: { prompt_tokens: 1000, completion_tokens: 10, total_tokens: 1010 } });
  response.end('data: [DONE]\n\n');
}

function toDelta(answer: ScriptedAnswer): object {
  if ('text' in answer) return { content: answer.text };
  const call = { name: answer.tool, arguments: JSON.stringify(answer.input) };
  return { tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: call }] };
}
