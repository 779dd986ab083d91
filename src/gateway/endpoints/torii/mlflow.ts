import type { FastifyInstance } from 'fastify';
import type { MlflowServerState } from '../../../domain/mlflowControl.ts';
import {
  MLFLOW_LINK_PATH,
  MLFLOW_PATH,
  MLFLOW_START_PATH,
  MLFLOW_STOP_PATH,
  type MlflowLinkBody,
  type MlflowServer,
} from '../../../protocol/mlflow.ts';
import type { GatewayContext } from '../../context.ts';

/** SageMaker's own API answers within a second or so. */
const DEADLINE_MS = 15_000;

/** The MLflow server of the config: what it does, start, stop, and the way to its pages. A link lets in whoever has it: none but administrators get one. */
export function registerMlflow(server: FastifyInstance, { mlflow }: GatewayContext): void {
  server.get(MLFLOW_PATH, async () => toBody(await mlflow.describe(deadline())));
  server.post(MLFLOW_START_PATH, async () => toBody(await mlflow.start(deadline())));
  server.post(MLFLOW_STOP_PATH, async () => toBody(await mlflow.stop(deadline())));
  server.post(MLFLOW_LINK_PATH, async (_request, reply): Promise<MlflowLinkBody> => {
    const { expiresInS, singleUse, url } = await mlflow.link(deadline());
    reply.header('cache-control', 'no-store');
    return { url, expires_in: expiresInS ?? null, single_use: singleUse };
  });
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(DEADLINE_MS);
}

function toBody(state: MlflowServerState): MlflowServer {
  return {
    kind: state.kind,
    address: state.address,
    name: state.name ?? null,
    arn: state.arn ?? null,
    region: state.region ?? null,
    status: state.status ?? null,
    active: state.active,
    version: state.version ?? null,
    size: state.size ?? null,
    artifact_store: state.artifactStore ?? null,
    experiments: [...state.experiments],
    stoppable: state.stoppable,
  };
}
