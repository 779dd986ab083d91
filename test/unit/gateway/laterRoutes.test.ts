import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { LaterRoutes } from '../../../src/gateway/laterRoutes.ts';

const servers: FastifyInstance[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function server(): FastifyInstance {
  const made = Fastify();
  servers.push(made);
  return made;
}

/** A server with one route of its own, which has nothing else. */
function serverBefore(later: LaterRoutes): FastifyInstance {
  const first = server();
  first.addHook('onRequest', (request, reply, done) => {
    if (request.is404) later.serve(request, reply, done);
    else done();
  });
  first.setNotFoundHandler(() => 'nobody');
  first.get('/here', () => 'here');
  return first;
}

function echo(): FastifyInstance {
  const made = server();
  made.post('/there', (request) => request.body);
  return made;
}

describe('routes that are loaded later', () => {
  it('are loaded once, by the first request for one of them, whose body they read', async () => {
    let loads = 0;
    const first = serverBefore(
      new LaterRoutes(async () => {
        loads += 1;
        return echo();
      }),
    );
    expect((await first.inject('/here')).body).toBe('here');
    expect(loads).toBe(0);
    const bodies = [1, 2, 3].map((number) => ({ number, text: 'x'.repeat(100_000) }));
    const answers = await Promise.all(
      bodies.map((payload) => first.inject({ method: 'POST', url: '/there', payload })),
    );
    expect(answers.map((answer) => answer.json())).toEqual(bodies);
    expect(loads).toBe(1);
  });

  it('say themselves what they do not have', async () => {
    const first = serverBefore(new LaterRoutes(async () => echo()));
    expect((await first.inject('/nowhere')).json()).toMatchObject({ statusCode: 404 });
  });

  it('that cannot be loaded fail the request, and are tried again by the next', async () => {
    let loads = 0;
    const first = serverBefore(
      new LaterRoutes(async () => {
        loads += 1;
        if (loads === 1) throw new Error('a file is missing');
        return echo();
      }),
    );
    const post = { method: 'POST', url: '/there', payload: { number: 1 } } as const;
    expect((await first.inject(post)).json()).toMatchObject({ statusCode: 500, message: 'a file is missing' });
    expect((await first.inject(post)).json()).toEqual({ number: 1 });
  });

  it('hear of the end where they are loaded, and are not loaded for it', async () => {
    let ended = 0;
    const unused = new LaterRoutes(() => Promise.reject(new Error('loaded to be closed')));
    await unused.close();
    const later = new LaterRoutes(async () =>
      echo().addHook('preClose', async () => {
        ended += 1;
      }),
    );
    await serverBefore(later).inject('/there');
    await later.close();
    expect(ended).toBe(1);
  });
});
