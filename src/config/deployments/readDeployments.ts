import type { Deployment } from '../../domain/deployment.ts';
import { isObject } from '../../domain/json.ts';
import type { CheckedConfig } from '../checkTypes.ts';
import { closestName } from '../closestName.ts';
import { costAdjustmentOf } from '../costAdjustments.ts';
import type { Environment } from '../environment.ts';
import type { Findings } from '../findings.ts';
import { litellmParamsSchema } from '../schema/litellmParamsSchema.ts';
import type { LitellmParams } from '../schema/modelSchema.ts';
import type { DocumentPath } from '../yaml/locationTree.ts';
import { readAwsDefaults } from './awsParameters.ts';
import { checkNetworkSettings } from './checkNetwork.ts';
import { DeploymentIds } from './deploymentIds.ts';
import { networkSettings } from './networkParameters.ts';
import { type DeploymentContext, readDeployment } from './readDeployment.ts';

/** All usable deployments of a config, in its order. The others are reported and left out. */
export function readDeployments(input: {
  readonly checked: CheckedConfig;
  /** The document as written, references unresolved. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly environment: Environment;
  readonly findings: Findings;
  /** The config's folder, at which relative paths begin. */
  readonly folder: string;
  readFile(path: string): string | undefined;
}): readonly Deployment[] {
  const { checked, findings } = input;
  const context = createContext(input);
  const credentials = readCredentials(checked);
  const deployments = checked.entries.flatMap(({ index, entry }) => {
    const path = ['model_list', index];
    const params = completeParams(entry.litellm_params, checked, credentials, path, findings);
    const writtenParams = writtenParamsAt(input.written, index);
    const deployment = readDeployment({ entry, params, writtenParams, path }, context);
    return deployment === undefined ? [] : [deployment];
  });
  if (deployments.length === 0) reportNone(findings);
  return deployments;
}

function createContext(input: Parameters<typeof readDeployments>[0]): DeploymentContext {
  const { litellm_settings: settings = {}, router_settings: router, general_settings: general } = input.checked.config;
  const awsDefaults = readAwsDefaults(settings);
  for (const key of Object.keys(awsDefaults)) reportAwsDefault(key, input.findings);
  const network = networkSettings(input.checked, input.environment, input.folder);
  checkNetworkSettings(network, input);
  return {
    findings: input.findings,
    environment: input.environment,
    ids: new DeploymentIds(),
    awsDefaults,
    dropParams: input.checked.config.litellm_settings?.drop_params ?? false,
    maxParallelRequests: router?.default_max_parallel_requests ?? general?.max_parallel_requests,
    network,
    adjustment: (provider) => costAdjustmentOf(provider, settings),
    networkCheck: input,
  };
}

type Credentials = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

function readCredentials(checked: CheckedConfig): Credentials {
  const list = checked.config.credential_list ?? [];
  return new Map(list.map((credential) => [credential.credential_name, credential.credential_values ?? {}]));
}

/** What is written at the deployment wins over its credential, and that over `router_settings.default_litellm_params`. */
function completeParams(
  params: LitellmParams,
  checked: CheckedConfig,
  credentials: Credentials,
  path: DocumentPath,
  findings: Findings,
): LitellmParams {
  const name = params.litellm_credential_name;
  const credential = name === undefined ? undefined : credentials.get(name);
  if (name !== undefined && credential === undefined) reportUnknownCredential(name, credentials, path, findings);
  const defaults = { ...checked.config.router_settings?.default_litellm_params, ...credential };
  const completed = litellmParamsSchema.safeParse({ ...defaults, ...params });
  if (completed.success) return completed.data;
  findings.add({
    severity: 'warning',
    code: 'wrong-type',
    message: `${completed.error.issues[0]?.path.join('.')} of the credential or of default_litellm_params must be ${completed.error.issues[0]?.message}; they are not used here`,
    path: [...path, 'litellm_params'],
    fix: 'Correct the value in credential_list or in router_settings.default_litellm_params.',
  });
  return params;
}

function reportUnknownCredential(name: string, known: Credentials, path: DocumentPath, findings: Findings): void {
  const meant = closestName(name, known.keys());
  findings.add({
    severity: 'warning',
    code: 'unknown-credential',
    message: `There is no credential "${name}" in credential_list`,
    path: [...path, 'litellm_params', 'litellm_credential_name'],
    fix: meant === undefined ? 'Add it to `credential_list`.' : `Did you mean ${meant}?`,
  });
}

function writtenParamsAt(written: Readonly<Record<string, unknown>>, index: number): unknown {
  const list = written['model_list'];
  const entry: unknown = Array.isArray(list) ? list[index] : undefined;
  return isObject(entry) ? entry['litellm_params'] : undefined;
}

function reportAwsDefault(key: string, findings: Findings): void {
  findings.add({
    severity: 'hint',
    code: 'aws-defaults',
    message: `${key} under litellm_settings serves the AWS deployments that do not set it themselves`,
    path: ['litellm_settings', key],
    onKey: true,
    fix: `Set ${key} under the litellm_params of each deployment, where LiteLLM documents it.`,
  });
}

function reportNone(findings: Findings): void {
  findings.add({
    severity: 'error',
    code: 'no-deployments',
    message: 'The config has no usable deployment, so there is no model to serve',
    path: ['model_list'],
    onKey: true,
    fix: 'Add an entry with `model_name` and `litellm_params.model` under `model_list`.',
  });
}
