import type { MlflowRunsSettings, MlflowTracesSettings } from '../../domain/destinations.ts';
import type { MlflowServerSettings } from '../../domain/mlflowSettings.ts';
import type { RequestSigner } from '../../domain/requestSigning.ts';
import type { Destination } from '../destination.ts';
import type { Fetch } from '../httpExchange.ts';
import { SagemakerControlPlane } from '../sagemaker/controlPlane.ts';
import { createSagemakerDoor } from '../sagemaker/sagemakerDoor.ts';
import { parseTrackingArn } from '../sagemaker/trackingArn.ts';
import { TrackingTarget } from '../sagemaker/trackingTarget.ts';
import { createPlainDoor, type MlflowDoor } from './mlflowDoor.ts';
import type { RunWish } from './runs/runDraft.ts';
import { createMlflowRunsDestination } from './runs/runsDestination.ts';
import { S3Bucket } from './runs/s3Bucket.ts';
import { createMlflowTracesDestination } from './traces/tracesDestination.ts';

export interface MlflowParts {
  readonly fetch: Fetch;
  /** For SageMaker, and for artifacts in S3. */
  readonly signer: RequestSigner;
  /** Of Torii. */
  readonly version: string;
  /** Epoch ms: when the destination is made. Calls that ended before may have been sent by another one. */
  readonly since: number;
}

/** A managed MLflow and the way to SageMaker's word on it. */
export interface ManagedServer {
  readonly target: TrackingTarget;
  readonly control: SagemakerControlPlane;
}

type SagemakerServer = Extract<MlflowServerSettings, { kind: 'sagemaker' }>;
const ALL: RunWish = { metrics: undefined, params: undefined, tags: undefined };

export function createMlflowTraces(settings: MlflowTracesSettings, parts: MlflowParts): Destination {
  const common = commonParts(settings, parts);
  const fallback = settings.runsInstead ? createMlflowRunsDestination({ ...common, wish: ALL }) : undefined;
  return createMlflowTracesDestination({ ...common, version: parts.version, fallback });
}

export function createMlflowRuns(settings: MlflowRunsSettings, parts: MlflowParts): Destination {
  return createMlflowRunsDestination({ ...commonParts(settings, parts), wish: settings });
}

export function openManaged(
  server: SagemakerServer,
  { fetch, signer }: Pick<MlflowParts, 'fetch' | 'signer'>,
): ManagedServer {
  const { arn, controlEndpoint: endpoint, name, region } = server;
  const control = new SagemakerControlPlane({ fetch, signer, region, endpoint });
  return { control, target: new TrackingTarget({ arn: parseTrackingArn(arn ?? ''), name }, control) };
}

function commonParts(settings: MlflowTracesSettings | MlflowRunsSettings, parts: MlflowParts) {
  const { content, experiment, id, server } = settings;
  const { fetch, signer, since } = parts;
  const s3 = server.s3 === undefined ? undefined : new S3Bucket({ fetch, signer, ...server.s3 });
  return { id, experiment, wantsContent: content, door: openDoor(server, parts), fetch, s3, since };
}

function openDoor(server: MlflowServerSettings, parts: MlflowParts): MlflowDoor {
  if (server.kind === 'plain') return createPlainDoor(server.trackingUri, server);
  const { target } = openManaged(server, parts);
  return createSagemakerDoor({ target, signer: parts.signer, endpoint: server.trackingEndpoint });
}
