import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Elsewhere } from './router.ts';

/** Routes that a start has no use for: the first request for one of them loads and registers them all. */
export class LaterRoutes implements Elsewhere {
  readonly #make: () => Promise<FastifyInstance>;
  #router: FastifyInstance | undefined;
  #making: Promise<FastifyInstance> | undefined;

  constructor(make: () => Promise<FastifyInstance>) {
    this.#make = make;
  }

  /** Their router sees the request as it came: its body unread, its host and its key unchecked. */
  serve(request: FastifyRequest, reply: FastifyReply, fail: (error: Error) => void): void {
    if (this.#router !== undefined) handOn(this.#router, request, reply);
    else this.#ready().then((router) => handOn(router, request, reply), fail);
  }

  /** Runs the hooks of a stop, where there are such routes by now. */
  async close(): Promise<void> {
    const router = await this.#making?.catch(() => undefined);
    await router?.close();
  }

  #ready(): Promise<FastifyInstance> {
    this.#making ??= this.#load();
    return this.#making;
  }

  async #load(): Promise<FastifyInstance> {
    try {
      const router = await this.#make();
      await router.ready();
      this.#router = router;
      return router;
    } catch (error) {
      // The next request tries again.
      this.#making = undefined;
      throw error;
    }
  }
}

function handOn(router: FastifyInstance, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  router.routing(request.raw, reply.raw);
}
