import type { MlflowServerSettings } from '../../domain/mlflowSettings.ts';
import type { Finding } from '../findings.ts';
import type { CallbackPlace } from './callbackPlace.ts';
import type { DestinationInput } from './destinationInput.ts';
import { firstOf, toHttpUrl } from './variables.ts';

const REGIONS = ['AWS_REGION_NAME', 'AWS_REGION', 'AWS_DEFAULT_REGION'];
/** SageMaker's ARNs of tracking servers and of apps. */
const ARN = /^arn:aws(?:-us-gov)?:sagemaker:([a-z0-9-]+):\d{12}:mlflow-(?:tracking-server|app)\/[\w-]+$/;

/**
 * The tracking server: `litellm_settings.mlflow` first, then MLflow's variables. An ARN wins over an address: the
 * workshop's template has `MLFLOW_TRACKING_URI` filled in, and its set-up adds the ARN. Undefined, with a finding, where
 * nothing names a server that can be reached.
 */
export function readMlflowServer(input: DestinationInput, place: CallbackPlace): MlflowServerSettings | undefined {
  const { config, environment } = input;
  const section = config.litellm_settings?.mlflow;
  const uri = section?.tracking_uri?.trim() || firstOf(environment, ['MLFLOW_TRACKING_URI']);
  const written = section?.tracking_arn?.trim() || firstOf(environment, ['MLFLOW_TRACKING_ARN']);
  const arn = written ?? (uri?.startsWith('arn:') === true ? uri : undefined);
  if (arn !== undefined) return readArn(arn, input, place);
  if (uri !== undefined) return readAddress(uri, input, place);
  return readName(input, place);
}

function readArn(arn: string, input: DestinationInput, place: CallbackPlace): MlflowServerSettings | undefined {
  const region = ARN.exec(arn)?.[1];
  if (region !== undefined) return managed(input, region, { arn, name: undefined });
  return refuse(input, place, {
    code: 'bad-url',
    message: 'MLFLOW_TRACKING_ARN is no ARN of an MLflow tracking server or app: nothing goes to MLflow',
    fix: 'Write it as arn:aws:sagemaker:<region>:<account>:mlflow-tracking-server/<name>, or leave it empty and set MLFLOW_TRACKING_URI.',
  });
}

function readAddress(uri: string, input: DestinationInput, place: CallbackPlace): MlflowServerSettings | undefined {
  const { environment } = input;
  const url = toHttpUrl(uri);
  if (url !== undefined) {
    return {
      kind: 'plain',
      trackingUri: url.href.replace(/\/+$/, ''),
      username: firstOf(environment, ['MLFLOW_TRACKING_USERNAME']),
      password: firstOf(environment, ['MLFLOW_TRACKING_PASSWORD']),
      token: firstOf(environment, ['MLFLOW_TRACKING_TOKEN']),
      s3: readS3(input),
    };
  }
  return refuse(input, place, {
    code: 'bad-url',
    message: 'MLFLOW_TRACKING_URI is not an address of HTTP: nothing goes to MLflow',
    fix: 'Start a server with `mlflow server` and write its address, e.g. http://localhost:5000.',
  });
}

/** The server that SageMaker knows by this name, or the only one where `MLFLOW_AUTH_TYPE` says that it is SageMaker's. */
function readName(input: DestinationInput, place: CallbackPlace): MlflowServerSettings | undefined {
  const { environment } = input;
  const name = firstOf(environment, ['MLFLOW_TRACKING_SERVER_NAME']);
  const region = firstOf(environment, REGIONS);
  const isNamed = name !== undefined || firstOf(environment, ['MLFLOW_AUTH_TYPE']) !== undefined;
  if (isNamed && region !== undefined) return managed(input, region, { arn: undefined, name });
  return refuse(input, place, {
    code: 'missing-variable',
    message: isNamed
      ? 'MLflow is looked for on SageMaker, but AWS_REGION_NAME is not set: nothing goes to MLflow'
      : `${place.name} is a callback, but neither MLFLOW_TRACKING_URI nor MLFLOW_TRACKING_ARN is set: nothing goes to MLflow`,
    fix: 'Set MLFLOW_TRACKING_URI (e.g. http://localhost:5000), or MLFLOW_TRACKING_ARN for SageMaker, in the environment or in the .env file beside the config.',
  });
}

function managed(
  input: DestinationInput,
  region: string,
  target: { readonly arn: string | undefined; readonly name: string | undefined },
): MlflowServerSettings {
  const { environment } = input;
  return {
    kind: 'sagemaker',
    region,
    ...target,
    trackingEndpoint: firstOf(environment, ['SAGEMAKER_MLFLOW_CUSTOM_ENDPOINT']),
    controlEndpoint: firstOf(environment, ['AWS_ENDPOINT_URL_SAGEMAKER', 'SAGEMAKER_ENDPOINT_URL']),
    s3: { region, endpoint: s3Endpoint(input) },
  };
}

/** Artifacts of a plain server can lie in S3, too; without a region there are no credentials either. */
function readS3(input: DestinationInput): MlflowServerSettings['s3'] {
  const region = firstOf(input.environment, REGIONS);
  return region === undefined ? undefined : { region, endpoint: s3Endpoint(input) };
}

/** MLflow has a variable of its own for services that speak S3's protocol. */
function s3Endpoint({ environment }: DestinationInput): string | undefined {
  return firstOf(environment, ['MLFLOW_S3_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']);
}

function refuse(
  { findings }: DestinationInput,
  { path }: CallbackPlace,
  finding: Pick<Finding, 'code' | 'message' | 'fix'>,
): undefined {
  findings.add({ severity: 'warning', ...finding, path });
  return undefined;
}
