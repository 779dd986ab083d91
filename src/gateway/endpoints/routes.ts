import type { FastifyInstance } from 'fastify';

/** One route of the server, as LiteLLM's `/routes` tells of them. */
interface RouteEntry {
  readonly path: string;
  readonly methods: readonly string[];
  readonly name: string;
  readonly endpoint: string;
}

/** All routes of the server, whoever registers them: must be called before the others. Open, as in LiteLLM: it is documentation. */
export function registerRoutes(server: FastifyInstance): void {
  const routes: RouteEntry[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    const methods = [method].flat();
    const name = url
      .split('/')
      .filter((part) => part !== '' && !part.startsWith(':'))
      .join('_');
    routes.push({ path: url, methods, name, endpoint: name });
  });
  server.get('/routes', { config: { open: true } }, () => ({ routes }));
}
