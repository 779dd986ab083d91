/**
 * A gateway with less and less in it, to see what the parts that any gateway needs cost. Usage:
 * floorServer.ts <upstream URL> <folder> <relay|fastify|row>. `relay`: `node:http` in, undici out; `fastify`: Fastify in, body
 * and answer parsed; `row`: one row of 900 bytes besides, committed with those of its turn before the answer leaves.
 */
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { Agent, type Dispatcher } from 'undici';

const [upstream = '', folder = '', variant = 'relay'] = process.argv.slice(2);
const { origin } = new URL(upstream);
const agent = new Agent({ keepAliveTimeout: 30_000, headersTimeout: 0, bodyTimeout: 0 });
const ROW = 'x'.repeat(900);

function ask(path: string, body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData: (_, piece) => void pieces.push(piece),
      onResponseEnd: () => resolve(Buffer.concat(pieces)),
      onResponseError: (_, error) => reject(error),
    };
    agent.dispatch({ origin, path, method: 'POST', headers: { 'content-type': 'application/json' }, body }, handler);
  });
}

function openCommits(): () => Promise<void> {
  const database = new Database(join(folder, 'floor.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec('create table calls (id integer primary key, row text)');
  const insert = database.prepare('insert into calls (row) values (?)');
  const commit = database.transaction((count: number) => {
    for (let row = 0; row < count; row++) insert.run(ROW);
  });
  let waiting: (() => void)[] = [];
  const flush = (): void => {
    const done = waiting;
    waiting = [];
    commit.immediate(done.length);
    for (const resolve of done) resolve();
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(flush);
    });
}

const head = (answer: Buffer) => ({ 'content-type': 'application/json', 'content-length': answer.length });

/** `node:http` alone. */
function relay(): Server {
  return createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', async () => {
      const answer = await ask(request.url ?? '/', Buffer.concat(pieces));
      response.writeHead(200, head(answer)).end(answer);
    });
  });
}

async function fastify(commit: () => Promise<void>): Promise<Server> {
  const server = Fastify({ logger: false });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.post<{ Body: Buffer }>('/v1/chat/completions', async (request, reply) => {
    JSON.parse(request.body.toString('utf8'));
    const answer = await ask(request.url, request.body);
    JSON.parse(answer.toString('utf8'));
    await commit();
    reply.hijack();
    reply.raw.writeHead(200, head(answer)).end(answer);
  });
  await server.ready();
  return server.server;
}

const server = variant === 'relay' ? relay() : await fastify(variant === 'row' ? openCommits() : async () => undefined);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`);
});
