import { isObject, parseJson } from '../../domain/json.ts';
import type { RequestSigner } from '../../domain/requestSigning.ts';
import type { Fetch } from '../httpExchange.ts';
import { sendChecked } from '../mlflow/mlflowApi.ts';
import { toUnavailable } from './signing.ts';
import type { TrackingArn } from './trackingArn.ts';

type Json = Readonly<Record<string, unknown>>;

export interface ControlPlaneParts {
  readonly fetch: Fetch;
  readonly signer: RequestSigner;
  readonly region: string;
  /** `AWS_ENDPOINT_URL_SAGEMAKER`, or `SAGEMAKER_ENDPOINT_URL` as the plugin has it. */
  readonly endpoint: string | undefined;
}

/** What SageMaker says about a managed MLflow. */
export interface ManagedMlflow {
  readonly arn: string;
  readonly name: string;
  /** SageMaker's word, e.g. `Created`, `Stopped`, `Starting`. */
  readonly status: string;
  /** Whether it answers calls; apps always do once they are made. */
  readonly active: boolean;
  readonly version: string | undefined;
  readonly size: string | undefined;
  readonly artifactStore: string | undefined;
}

/** How long the link may wait for its one use, and how long the session in the browser then lasts, seconds. SageMaker allows 300 and 43 200. */
export const LINK_EXPIRES_S = 300;
const SESSION_S = 20_000;
const PAGE = 100;
const MOST_PAGES = 20;

/**
 * SageMaker's own API, as far as it is about MLflow. Every method throws MlflowRefusal where it says no, with its words,
 * and DestinationUnavailable where it may say yes later.
 */
export class SagemakerControlPlane {
  readonly #parts: ControlPlaneParts;

  constructor(parts: ControlPlaneParts) {
    this.#parts = parts;
  }

  async describe(target: TrackingArn, signal: AbortSignal): Promise<ManagedMlflow> {
    const answer =
      target.kind === 'app'
        ? await this.#call('DescribeMlflowApp', { Arn: target.arn }, signal)
        : await this.#call('DescribeMlflowTrackingServer', { TrackingServerName: target.name }, signal);
    return toManaged(answer);
  }

  /** A tracking server by its name. */
  async describeServer(name: string, signal: AbortSignal): Promise<ManagedMlflow> {
    return toManaged(await this.#call('DescribeMlflowTrackingServer', { TrackingServerName: name }, signal));
  }

  listServers(signal: AbortSignal): Promise<readonly ManagedMlflow[]> {
    return this.#list('ListMlflowTrackingServers', 'TrackingServerSummaries', signal);
  }

  listApps(signal: AbortSignal): Promise<readonly ManagedMlflow[]> {
    return this.#list('ListMlflowApps', 'Summaries', signal);
  }

  /** Takes some minutes; SageMaker answers at once. Apps cannot be started or stopped. */
  async start({ name }: TrackingArn, signal: AbortSignal): Promise<void> {
    await this.#call('StartMlflowTrackingServer', { TrackingServerName: name }, signal);
  }

  async stop({ name }: TrackingArn, signal: AbortSignal): Promise<void> {
    await this.#call('StopMlflowTrackingServer', { TrackingServerName: name }, signal);
  }

  /** An address that lets one browser in, once. It is a secret. */
  async presign(target: TrackingArn, signal: AbortSignal): Promise<string> {
    const times = { ExpiresInSeconds: LINK_EXPIRES_S, SessionExpirationDurationInSeconds: SESSION_S };
    const answer =
      target.kind === 'app'
        ? await this.#call('CreatePresignedMlflowAppUrl', { Arn: target.arn, ...times }, signal)
        : await this.#call(
            'CreatePresignedMlflowTrackingServerUrl',
            { TrackingServerName: target.name, ...times },
            signal,
          );
    return String(answer['AuthorizedUrl']);
  }

  async #list(operation: string, field: string, signal: AbortSignal): Promise<readonly ManagedMlflow[]> {
    const found: ManagedMlflow[] = [];
    let next: unknown;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const body = { MaxResults: PAGE, ...(typeof next === 'string' ? { NextToken: next } : {}) };
      const answer = await this.#call(operation, body, signal);
      const rows = answer[field];
      if (Array.isArray(rows)) found.push(...rows.filter(isObject).map(toManaged));
      next = answer['NextToken'];
      if (typeof next !== 'string') break;
    }
    return found;
  }

  async #call(operation: string, body: Json, signal: AbortSignal): Promise<Json> {
    const { endpoint, fetch, region, signer } = this.#parts;
    const request = {
      method: 'POST',
      url: endpoint ?? `https://api.sagemaker.${region}.amazonaws.com/`,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `SageMaker.${operation}` },
      body: JSON.stringify(body),
    } as const;
    const headers = await signer.sign(request, { service: 'sagemaker', region }).catch(toUnavailable);
    const { text } = await sendChecked(fetch, { ...request, headers }, signal);
    const answer = parseJson(text);
    return isObject(answer) ? answer : {};
  }
}

function toManaged(row: Json): ManagedMlflow {
  const textOf = (...names: readonly string[]): string | undefined => {
    const value = names.map((name) => row[name]).find((each) => typeof each === 'string' && each !== '');
    return typeof value === 'string' ? value : undefined;
  };
  return {
    arn: textOf('TrackingServerArn', 'Arn') ?? '',
    name: textOf('TrackingServerName', 'Name') ?? '',
    status: textOf('TrackingServerStatus', 'Status') ?? 'Unknown',
    active:
      row['IsActive'] === undefined ? /^(?:Created|Updat)/.test(String(row['Status'])) : row['IsActive'] === 'Active',
    version: textOf('MlflowVersion'),
    size: textOf('TrackingServerSize'),
    artifactStore: textOf('ArtifactStoreUri'),
  };
}
