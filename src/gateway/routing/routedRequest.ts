import type { Deployment } from '../../domain/deployment.ts';
import type { RoutingTable } from '../../domain/routing/routingTable.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import type { AttemptRecord, PreparationNote } from '../../domain/spend.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestCall } from '../requestCall.ts';
import type { DispatchOptions } from './attempt.ts';

/** A request on its way, with the one config that it is planned with, whatever is loaded meanwhile. */
export interface RoutedRequest {
  readonly context: GatewayContext;
  readonly settings: GatewaySettings;
  readonly table: RoutingTable;
  readonly call: RequestCall;
  readonly options: DispatchOptions;
  /** Tokens of the prompt, estimated; only what needs them asks. */
  readonly promptTokens: () => number;
}

/** Where a request is to go: one group's deployments. */
export interface Destination {
  readonly group: string;
  readonly deployments: readonly Deployment[];
  /** The group differs from the one that was asked for. */
  readonly fellBack: boolean;
  readonly bodyOverride: Readonly<Record<string, unknown>> | undefined;
}

/** A deployment that was chosen, and how it came to that. */
export interface ChosenAttempt {
  readonly deployment: Deployment;
  readonly destination: Destination;
  readonly reason: AttemptRecord['reason'];
  /** Back-off and waiting for a place, ms. */
  readonly waitMs: number;
  readonly notes: readonly PreparationNote[];
  /** Gives the place at the deployment back; tokens as far as they were counted. */
  readonly release: (totalTokens: number | undefined) => void;
}
