// A model server that answers at once: the same small JSON for every chat, or a stream of 200 chunks (or `max_tokens`), slowly where it is asked to. Prints its address.
import { createServer, type ServerResponse } from 'node:http';

const answer = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1,
  model: 'bench',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello from the bench.' } }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});

function frames(count: number): string[] {
  const base = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model: 'bench' };
  const deltas = Array.from({ length: count }, (_, index) => ({
    ...base,
    choices: [{ index: 0, delta: { content: `word${index} ` }, finish_reason: null }],
  }));
  const end = { ...base, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  const usage = {
    ...base,
    choices: [],
    usage: { prompt_tokens: 10, completion_tokens: count, total_tokens: count + 10 },
  };
  return [...deltas, end, usage].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).concat('data: [DONE]\n\n');
}

const COUNT = 200;
const streams = new Map<number, readonly string[]>();
const SLOW_MS = 200;

/** As many chunks as `max_tokens` says. */
function streamFor(asked: Buffer): readonly string[] {
  const [, given = COUNT] = /"max_tokens":(\d+)/.exec(asked.toString('latin1')) ?? [];
  const count = Number(given);
  const known = streams.get(count) ?? frames(count);
  streams.set(count, known);
  return known;
}

/** A slow model: a temperature of 0.05 asks for it, since that reaches every gateway's upstream. */
function drip(response: ServerResponse, stream: readonly string[], sent: number): void {
  const frame = stream[sent];
  if (frame === undefined) response.end();
  else if (!response.destroyed) {
    response.write(frame);
    setTimeout(() => drip(response, stream, sent + 1), SLOW_MS);
  }
}

const server = createServer((request, response) => {
  const body: Buffer[] = [];
  request.on('data', (part: Buffer) => body.push(part));
  request.on('end', () => {
    const asked = Buffer.concat(body);
    if (!asked.includes('"stream":true')) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
      response.end(answer);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const stream = streamFor(asked);
    if (asked.includes('"temperature":0.05')) {
      setTimeout(() => drip(response, stream, 0), SLOW_MS);
      return;
    }
    for (const frame of stream) response.write(frame);
    response.end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`);
});
