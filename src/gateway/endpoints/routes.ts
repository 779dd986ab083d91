import type { FastifyInstance } from 'fastify';
import type { BookedRoute, RouteBook } from '../routeBook.ts';

/** One route of the server, as LiteLLM's `/routes` tells of them. */
interface RouteEntry {
  readonly path: string;
  readonly methods: readonly string[];
  readonly name: string;
  readonly endpoint: string;
}

/** All routes, whoever registers them. Open, as in LiteLLM: it is documentation. */
export function registerRoutes(server: FastifyInstance, book: RouteBook): void {
  server.get('/routes', { config: { open: true } }, () => ({ routes: book.routes.map(toEntry) }));
}

function toEntry({ method, url }: BookedRoute): RouteEntry {
  const name = url
    .split('/')
    .filter((part) => part !== '' && !part.startsWith(':'))
    .join('_');
  return { path: url, methods: [method], name, endpoint: name };
}
