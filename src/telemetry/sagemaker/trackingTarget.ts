import { DestinationUnavailable } from '../destination.ts';
import type { SagemakerControlPlane } from './controlPlane.ts';
import { parseTrackingArn, type TrackingArn } from './trackingArn.ts';

/** How the config names a managed MLflow: by its ARN, by its name, or not at all, which is the only one there is. */
export interface TargetSettings {
  readonly arn: TrackingArn | undefined;
  readonly name: string | undefined;
}

/** The managed MLflow that is meant. It is looked up once, where its ARN is not given. */
export class TrackingTarget {
  readonly #settings: TargetSettings;
  readonly #control: SagemakerControlPlane;
  #found: TrackingArn | undefined;

  constructor(settings: TargetSettings, control: SagemakerControlPlane) {
    this.#settings = settings;
    this.#control = control;
    this.#found = settings.arn;
  }

  /** Undefined until it was looked up. */
  get known(): TrackingArn | undefined {
    return this.#found;
  }

  /** For people, before the ARN is known too. */
  get label(): string {
    return this.#found?.arn ?? this.#settings.name ?? 'SageMaker';
  }

  /** Throws as the control plane does, and DestinationUnavailable where there is no such server yet. */
  async find(signal: AbortSignal): Promise<TrackingArn> {
    this.#found ??= parseTrackingArn((await this.#lookUp(signal)).arn);
    if (this.#found === undefined) {
      throw new DestinationUnavailable('SageMaker names a tracking server that has no known form of ARN.');
    }
    return this.#found;
  }

  async #lookUp(signal: AbortSignal): Promise<{ readonly arn: string }> {
    const { name } = this.#settings;
    if (name !== undefined) return await this.#control.describeServer(name, signal);
    const servers = await this.#control.listServers(signal);
    const chosen = servers.find(({ active }) => active) ?? servers[0] ?? (await this.#control.listApps(signal))[0];
    if (chosen !== undefined) return chosen;
    throw new DestinationUnavailable(
      'There is no MLflow tracking server in this account and region. Make one, and name it in MLFLOW_TRACKING_SERVER_NAME or MLFLOW_TRACKING_ARN.',
    );
  }
}
