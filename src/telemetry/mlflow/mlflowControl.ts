import type { ExportSettings } from '../../domain/destinations.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { MlflowControl, MlflowLink, MlflowServerState } from '../../domain/mlflowControl.ts';
import type { MlflowServerSettings } from '../../domain/mlflowSettings.ts';
import type { RequestSigner } from '../../domain/requestSigning.ts';
import { DestinationUnavailable } from '../destination.ts';
import type { Fetch } from '../httpExchange.ts';
import { LINK_EXPIRES_S } from '../sagemaker/controlPlane.ts';
import type { TrackingArn } from '../sagemaker/trackingArn.ts';
import { type ManagedServer, openManaged } from './createMlflow.ts';
import { MlflowApi, MlflowRefusal } from './mlflowApi.ts';
import { createPlainDoor } from './mlflowDoor.ts';
import { readVersion } from './serverVersion.ts';

/** What the config in force says of MLflow. */
export interface ConfiguredMlflow {
  readonly server: MlflowServerSettings;
  readonly experiments: readonly string[];
}

/** The server of the destinations that go to MLflow, which all go to the same one; undefined where none does. */
export function configuredMlflow({ destinations }: Pick<ExportSettings, 'destinations'>): ConfiguredMlflow | undefined {
  const ours = destinations.filter((each) => each.kind === 'mlflow-traces' || each.kind === 'mlflow-runs');
  const [first] = ours;
  if (first === undefined) return undefined;
  return { server: first.server, experiments: [...new Set(ours.map(({ experiment }) => experiment))] };
}

export interface ControlParts {
  readonly fetch: Fetch;
  readonly signer: RequestSigner;
  readonly configured: () => ConfiguredMlflow | undefined;
}

type Managed = ManagedServer & { readonly arn: TrackingArn };

/** Looks after the tracking server that the config names; SageMaker's is described, started and stopped. */
export function createMlflowControl(parts: ControlParts): MlflowControl {
  const known = (): ConfiguredMlflow => parts.configured() ?? missing();
  const managed = async (signal: AbortSignal): Promise<Managed | undefined> => {
    const { server } = known();
    if (server.kind === 'plain') return undefined;
    const opened = openManaged(server, parts);
    return { ...opened, arn: await opened.target.find(signal) };
  };
  const describe = async (signal: AbortSignal): Promise<MlflowServerState> => {
    const server = await managed(signal);
    return server === undefined
      ? await describePlain(parts, known(), signal)
      : await describeManaged(server, known(), signal);
  };
  const change = async (what: 'start' | 'stop', signal: AbortSignal): Promise<MlflowServerState> => {
    const server = await managed(signal);
    if (server?.arn.kind !== 'tracking-server') throw cannot(what, server);
    await server.control[what](server.arn, signal);
    return await describeManaged(server, known(), signal);
  };
  return {
    describe: (signal) => inWords(describe(signal)),
    start: (signal) => inWords(change('start', signal)),
    stop: (signal) => inWords(change('stop', signal)),
    link: (signal) => inWords(managed(signal).then((server) => linkTo(server, known(), signal))),
  };
}

async function linkTo(
  server: Managed | undefined,
  { server: settings }: ConfiguredMlflow,
  signal: AbortSignal,
): Promise<MlflowLink> {
  if (server !== undefined) {
    const url = await server.control.presign(server.arn, signal);
    return { url, expiresInS: LINK_EXPIRES_S, singleUse: true };
  }
  const url = settings.kind === 'plain' ? createPlainDoor(settings.trackingUri, settings).address : '';
  return { url, expiresInS: undefined, singleUse: false };
}

async function describeManaged(
  { arn, control }: Managed,
  { experiments }: ConfiguredMlflow,
  signal: AbortSignal,
): Promise<MlflowServerState> {
  const { active, artifactStore, name, size, status, version } = await control.describe(arn, signal);
  return {
    ...{ kind: arn.kind, address: arn.arn, name, arn: arn.arn, region: arn.region, status, active, version, size },
    ...{ artifactStore, experiments, stoppable: arn.kind === 'tracking-server' },
  };
}

/** A server that does not answer is described all the same. */
async function describePlain(
  { fetch }: ControlParts,
  { experiments, server }: ConfiguredMlflow,
  signal: AbortSignal,
): Promise<MlflowServerState> {
  if (server.kind !== 'plain') return missing();
  const door = createPlainDoor(server.trackingUri, server);
  const version = await readVersion(new MlflowApi(door, fetch), signal).then(
    (read) => ({ active: true, version: read }),
    () => ({ active: false, version: undefined }),
  );
  const nothing = { name: undefined, arn: undefined, region: undefined, status: undefined, size: undefined };
  return {
    ...{ kind: 'plain', address: door.address, ...nothing, ...version },
    ...{ artifactStore: undefined, experiments, stoppable: false },
  };
}

function cannot(what: 'start' | 'stop', server: Managed | undefined): GatewayError {
  const why =
    server === undefined
      ? 'This MLflow server is not on SageMaker; whoever runs it can do that.'
      : 'An MLflow App is always there: it cannot be started or stopped.';
  return new GatewayError('conflict', `MLflow cannot ${what} from here. ${why}`, { retryable: false });
}

function missing(): never {
  throw new GatewayError(
    'not-found',
    'The config names no MLflow server. Add mlflow to litellm_settings.success_callback, and set MLFLOW_TRACKING_URI or MLFLOW_TRACKING_ARN.',
  );
}

async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof MlflowRefusal) {
      throw new GatewayError('conflict', `MLflow: ${thrown.message}`, { retryable: false, cause: thrown });
    }
    if (thrown instanceof DestinationUnavailable) {
      throw new GatewayError('unavailable', `MLflow: ${thrown.message}`, { cause: thrown });
    }
    throw thrown;
  }
}
