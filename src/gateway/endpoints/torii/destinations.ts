import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DestinationStatus } from '../../../domain/destinationStatus.ts';
import { GatewayError } from '../../../domain/errors.ts';
import {
  DESTINATIONS_PATH,
  type DestinationList,
  type DestinationTestView,
  type DestinationView,
} from '../../../protocol/destinations.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { requireAdmin } from '../../management/scope.ts';

type ById = { Params: { id: string } };

/** Where traces go, how that goes, and what an administrator may do about it. */
export function registerDestinations(server: FastifyInstance, context: GatewayContext): void {
  const { destinations } = context;
  const config = { dashboard: true };
  server.get(DESTINATIONS_PATH, { config }, (): DestinationList => ({ destinations: destinations.list().map(toView) }));
  server.post<ById>(`${DESTINATIONS_PATH}/:id/test`, { config }, async (request): Promise<DestinationTestView> => {
    const { ok, detail, version, transport } = known(await destinations.test(idOf(request)));
    return { ok, detail, version: version ?? null, transport: transport ?? null };
  });
  server.post<ById>(`${DESTINATIONS_PATH}/:id/pause`, { config }, (request) =>
    toView(known(destinations.pause(idOf(request)))),
  );
  server.post<ById>(`${DESTINATIONS_PATH}/:id/resume`, { config }, (request) =>
    toView(known(destinations.resume(idOf(request)))),
  );
  server.post<ById>(`${DESTINATIONS_PATH}/:id/flush`, { config }, async (request) =>
    toView(known(await destinations.flush(idOf(request)))),
  );
}

function idOf(request: FastifyRequest<ById>): string {
  requireAdmin(callerOf(request), request.routeOptions.url ?? DESTINATIONS_PATH);
  return request.params.id;
}

function known<T>(found: T | undefined): T {
  if (found !== undefined) return found;
  throw new GatewayError('not-found', 'No destination of traces has this id; GET /torii/destinations lists them.');
}

function toView(status: DestinationStatus): DestinationView {
  const { lastError, lastSentAt, transport, version, ...rest } = status;
  return {
    ...rest,
    last_error: lastError === undefined ? null : { at: Math.round(lastError.at), message: lastError.message },
    last_sent_at: lastSentAt === undefined ? null : Math.round(lastSentAt),
    transport: transport ?? null,
    version: version ?? null,
  };
}
