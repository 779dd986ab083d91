import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { signatureFault } from '../aws/verifySignature.ts';
import { type SimulatedCredentials, TEST_CREDENTIALS } from '../bedrock/authentication.ts';
import {
  type MlflowAnswer,
  type MlflowSimulator,
  type MlflowSimulatorOptions,
  startMlflowSimulator,
} from './mlflowSimulator.ts';

type Json = Readonly<Record<string, unknown>>;

export const REGION = 'us-east-1';
export const SERVER_ARN = `arn:aws:sagemaker:${REGION}:123456789012:mlflow-tracking-server/mlflow-tracking-server`;
export const APP_ARN = `arn:aws:sagemaker:${REGION}:123456789012:mlflow-app/app-A1B2C3D4`;

export interface SagemakerMlflow {
  /** What goes into `SAGEMAKER_MLFLOW_CUSTOM_ENDPOINT`. */
  readonly tracking: MlflowSimulator;
  /** What goes into `AWS_ENDPOINT_URL_SAGEMAKER`. */
  readonly controlUrl: string;
  /** Operations of the control plane, with their inputs. */
  readonly operations: readonly (readonly [string, Json])[];
  /** SageMaker's word for the tracking server. */
  status: string;
  close(): Promise<void>;
}

export interface SagemakerMlflowOptions extends MlflowSimulatorOptions {
  readonly kind?: 'tracking-server' | 'app';
  readonly credentials?: SimulatedCredentials;
  /** The account has no tracking server. */
  readonly empty?: boolean;
}

/** SageMaker's managed MLflow: the tracking API behind signatures, and the control plane. */
export async function startSagemakerMlflow(options: SagemakerMlflowOptions = {}): Promise<SagemakerMlflow> {
  const { credentials = TEST_CREDENTIALS, kind = 'tracking-server' } = options;
  const control = new ControlPlane(credentials, options.empty === true);
  const server = createServer(async (request, response) => {
    const answer = control.answer(request, await buffer(request));
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tracking = await startMlflowSimulator({
    version: '3.0.0',
    artifactRoot: 's3://mlflow-artifacts-123456789012/store',
    traces: 'none',
    ...options,
    authenticate: async (request, body) =>
      kind === 'app'
        ? checkCall(request, body, credentials, 'sagemaker', ['x-sm-mlflow-app-arn', APP_ARN])
        : (control.unavailable() ??
          checkCall(request, body, credentials, 'sagemaker-mlflow', ['x-mlflow-sm-tracking-server-arn', SERVER_ARN])),
  });
  return {
    tracking,
    controlUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations: control.operations,
    get status() {
      return control.status;
    },
    set status(status) {
      control.status = status;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([once(server, 'close'), tracking.close()]);
    },
  };
}

function checkCall(
  request: IncomingMessage,
  body: Buffer,
  credentials: SimulatedCredentials,
  service: string,
  [header, arn]: readonly [string, string],
): MlflowAnswer | undefined {
  if (request.headers[header] !== arn) return refusal(404, 'ResourceNotFound', `No ${header}`);
  const fault = signatureFault(request, body, {
    credentials,
    service,
    region: REGION,
    signed: [header, 'x-amz-content-sha256'],
  });
  return fault === undefined ? undefined : refusal(403, 'AccessDeniedException', fault);
}

/** SageMaker's API, as far as it is about MLflow. */
class ControlPlane {
  readonly operations: [string, Json][] = [];
  status = 'Created';
  readonly #credentials: SimulatedCredentials;
  readonly #empty: boolean;

  constructor(credentials: SimulatedCredentials, empty: boolean) {
    this.#credentials = credentials;
    this.#empty = empty;
  }

  /** A server that does not run answers nobody. */
  unavailable(): MlflowAnswer | undefined {
    return this.#isActive() ? undefined : refusal(503, 'ServiceUnavailable', 'The tracking server is not active.');
  }

  answer(request: IncomingMessage, body: Buffer): MlflowAnswer {
    const signed = ['x-amz-target', 'content-type'];
    const rules = { credentials: this.#credentials, service: 'sagemaker', region: REGION, signed };
    const fault = signatureFault(request, body, rules);
    if (fault !== undefined) return refusal(400, 'InvalidSignatureException', fault);
    const target = String(request.headers['x-amz-target']);
    const input = JSON.parse(body.toString()) as Json;
    const name = target.replace(/^SageMaker\./, '');
    this.operations.push([name, input]);
    return this.#operate(name, input);
  }

  #operate(name: string, input: Json): MlflowAnswer {
    switch (name) {
      case 'ListMlflowTrackingServers':
        return ok({ TrackingServerSummaries: this.#empty ? [] : [this.#server()] });
      case 'ListMlflowApps':
        return ok({ Summaries: this.#empty ? [] : [{ Arn: APP_ARN, Name: 'app', Status: 'Created' }] });
      case 'DescribeMlflowApp':
        if (input['Arn'] !== APP_ARN) return notFound(input['Arn']);
        return ok({ Arn: APP_ARN, Name: 'app', Status: 'Created', MlflowVersion: '3.4', ArtifactStoreUri: 's3://b' });
      case 'CreatePresignedMlflowAppUrl':
        return input['Arn'] === APP_ARN ? this.#presign(input, 'app') : notFound(input['Arn']);
      default:
        return this.#operateServer(name, input);
    }
  }

  #operateServer(name: string, input: Json): MlflowAnswer {
    const named = input['TrackingServerName'];
    if (this.#empty || named !== 'mlflow-tracking-server') return notFound(named);
    switch (name) {
      case 'DescribeMlflowTrackingServer':
        return ok({
          ...this.#server(),
          ...{ TrackingServerSize: 'Small', ArtifactStoreUri: 's3://mlflow-artifacts-123456789012/store' },
          TrackingServerUrl: 'https://t-abcdef.us-east-1.experiments.sagemaker.aws',
        });
      case 'StartMlflowTrackingServer':
        if (this.#isActive()) return refusal(400, 'ConflictException', 'Tracking server is already started.');
        this.status = 'Starting';
        return ok({ TrackingServerArn: SERVER_ARN });
      case 'StopMlflowTrackingServer':
        if (!this.#isActive()) return refusal(400, 'ConflictException', 'Tracking server is not active.');
        this.status = 'Stopping';
        return ok({ TrackingServerArn: SERVER_ARN });
      case 'CreatePresignedMlflowTrackingServerUrl':
        if (!this.#isActive()) return refusal(400, 'ValidationException', 'The tracking server is not active.');
        return this.#presign(input, 't-abcdef');
      default:
        return refusal(400, 'UnknownOperationException', name);
    }
  }

  #presign(input: Json, host: string): MlflowAnswer {
    const { ExpiresInSeconds: expires, SessionExpirationDurationInSeconds: session } = input;
    if (typeof expires !== 'number' || expires < 5 || expires > 300)
      return refusal(400, 'ValidationException', 'Expires');
    if (typeof session !== 'number' || session < 1800 || session > 43_200) {
      return refusal(400, 'ValidationException', 'SessionExpirationDurationInSeconds');
    }
    return ok({ AuthorizedUrl: `https://${host}.${REGION}.experiments.sagemaker.aws/auth?authToken=once` });
  }

  #server(): Json {
    return {
      TrackingServerArn: SERVER_ARN,
      TrackingServerName: 'mlflow-tracking-server',
      TrackingServerStatus: this.status,
      IsActive: this.#isActive() ? 'Active' : 'Inactive',
      MlflowVersion: '3.0.0',
    };
  }

  #isActive(): boolean {
    return ['Created', 'Updated', 'Started', 'MaintenanceComplete'].includes(this.status);
  }
}

function notFound(name: unknown): MlflowAnswer {
  return refusal(400, 'ResourceNotFound', `Resource ${String(name)} does not exist.`);
}

function ok(body: Json): MlflowAnswer {
  return { status: 200, body: JSON.stringify(body) };
}

function refusal(status: number, type: string, message: string): MlflowAnswer {
  return { status, body: JSON.stringify({ __type: type, message }) };
}
