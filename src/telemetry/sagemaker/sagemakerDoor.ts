import type { RequestSigner } from '../../domain/requestSigning.ts';
import { type MlflowDoor, toUrl } from '../mlflow/mlflowDoor.ts';
import { toUnavailable } from './signing.ts';
import { endpointOf } from './trackingArn.ts';
import type { TrackingTarget } from './trackingTarget.ts';

export interface SagemakerDoorParts {
  readonly target: TrackingTarget;
  readonly signer: RequestSigner;
  /** `SAGEMAKER_MLFLOW_CUSTOM_ENDPOINT`, as the plugin has it. */
  readonly endpoint: string | undefined;
}

/** The way to a managed MLflow: its common address, the header that names it, and a signature over all of it. */
export function createSagemakerDoor({ target, signer, endpoint }: SagemakerDoorParts): MlflowDoor {
  return {
    get address() {
      return target.label;
    },
    get account() {
      return target.known?.account;
    },
    managed: true,
    async open(call, signal) {
      const arn = await target.find(signal);
      const { root, routingHeader, service } = endpointOf(arn);
      const request = {
        method: call.method,
        url: toUrl(endpoint?.replace(/\/+$/, '') ?? root, call),
        headers: { ...call.headers, [routingHeader]: arn.arn },
        body: call.body,
      };
      const headers = await signer.sign(request, { service, region: arn.region }).catch(toUnavailable);
      return { ...request, headers };
    },
  };
}
