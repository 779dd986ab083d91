import type { GatewayContext } from './context.ts';
import type { ResponseStore } from './dialects/responses/responseStore.ts';
import type { RouteBook } from './routeBook.ts';
import type { ConnectionLimits } from './slowRequests.ts';
import type { UiSessions } from './uiSessions.ts';

/** Where the gateway listens. */
export interface Listening {
  /** E.g. `http://127.0.0.1:4000`, once the port is known. */
  readonly baseUrl: () => string;
  readonly host: string;
  readonly limits: ConnectionLimits;
}

/** What all routes share, those that a start needs and those that are loaded later. */
export interface ServerParts extends Listening {
  readonly context: GatewayContext;
  /** Every route, of both routers. */
  readonly book: RouteBook;
  readonly responses: ResponseStore;
  readonly sessions: UiSessions;
  /** The limit of a body that was in force at the start. */
  readonly maxRequestBytes: number;
}
