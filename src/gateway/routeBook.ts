import type { FastifyInstance, RouteOptions } from 'fastify';

/** A route as the server has it. */
export interface BookedRoute {
  readonly method: string;
  /** With Fastify's parameters: `/key/:key/regenerate`. */
  readonly url: string;
  readonly open: boolean;
  readonly dashboard: boolean;
}

/** Takes down every route of the servers that it watches, so that documents cannot differ from them. */
export class RouteBook {
  readonly #routes: BookedRoute[] = [];

  /** From now on. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', (route) => this.#add(route));
  }

  /** By address, then method. */
  get routes(): readonly BookedRoute[] {
    return this.#routes.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  #add({ method, url, config }: RouteOptions): void {
    for (const one of [method].flat()) {
      this.#routes.push({ method: one, url, open: config?.open === true, dashboard: config?.dashboard === true });
    }
  }
}

function keyOf({ method, url }: BookedRoute): string {
  return `${url} ${method}`;
}
