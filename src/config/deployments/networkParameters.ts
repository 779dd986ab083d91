import { isAbsolute, resolve } from 'node:path';
import type { z } from 'zod';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { CheckedConfig } from '../checkTypes.ts';
import type { Environment } from '../environment.ts';
import type { LitellmParams } from '../schema/modelSchema.ts';
import { type networkSchema, sslVerify } from '../schema/networkFields.ts';

type Network = z.output<typeof networkSchema>;
type Verify = boolean | string | undefined;

/** What says how servers are reached, apart from the deployments' own words. */
export interface NetworkSettings {
  /** `torii_settings.network`. */
  readonly network: Network;
  readonly litellm: { readonly ssl_verify?: Verify; readonly ssl_certificate?: string | undefined };
  readonly environment: Environment;
  /** Relative paths begin here: the config's folder. */
  readonly folder: string;
}

export function networkSettings({ config }: CheckedConfig, environment: Environment, folder: string): NetworkSettings {
  return {
    network: config.torii_settings?.network ?? {},
    litellm: config.litellm_settings ?? {},
    environment,
    folder,
  };
}

/**
 * How the server of a deployment is reached: its own words, those for its provider, then those for all. `SSL_VERIFY` and
 * `SSL_CERTIFICATE` of the environment win over those for all, as in LiteLLM. Undefined where nothing is said.
 */
export function readNetworkParameters(
  params: Pick<LitellmParams, 'proxy' | 'ssl_certificate' | 'ssl_verify'>,
  provider: string,
  settings: NetworkSettings,
): NetworkParameters | undefined {
  const { network, folder } = settings;
  const own = network.providers?.[provider] ?? {};
  const verify = params.ssl_verify ?? own.ssl_verify ?? verifyOfAll(settings);
  const certificate = params.ssl_certificate ?? own.ssl_certificate ?? certificateOfAll(settings);
  const noProxy = own.no_proxy ?? network.no_proxy;
  const parameters: NetworkParameters = {
    ...readProxy(params, provider, network),
    ...(noProxy === undefined ? {} : { noProxy: noProxy.join(',') }),
    ...(typeof verify === 'boolean' ? { verify } : {}),
    ...(typeof verify === 'string' ? { caFile: toPath(verify, folder) } : {}),
    ...(certificate === undefined ? {} : { clientCertificate: toPath(certificate, folder) }),
  };
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

function readProxy(params: Pick<LitellmParams, 'proxy'>, provider: string, network: Network): NetworkParameters {
  if (params.proxy !== undefined) {
    return { proxy: params.proxy, proxySetting: 'litellm_params.proxy', proxyAlways: true };
  }
  const own = network.providers?.[provider]?.proxy;
  if (own !== undefined) return { proxy: own, proxySetting: `torii_settings.network.providers.${provider}.proxy` };
  return network.proxy === undefined ? {} : { proxy: network.proxy, proxySetting: 'torii_settings.network.proxy' };
}

/** `ssl_verify` where neither the deployment nor its provider has one. */
export function verifyOfAll({ network, litellm, environment }: NetworkSettings): Verify {
  const written = environment['SSL_VERIFY']?.trim();
  const fromEnvironment = written === undefined || written === '' ? undefined : VERIFY.parse(written);
  return fromEnvironment ?? network.ssl_verify ?? litellm.ssl_verify;
}

const VERIFY = sslVerify('');

function certificateOfAll({ network, litellm, environment }: NetworkSettings): string | undefined {
  return (environment['SSL_CERTIFICATE']?.trim() || undefined) ?? network.ssl_certificate ?? litellm.ssl_certificate;
}

export function toPath(written: string, folder: string): string {
  return isAbsolute(written) ? written : resolve(folder, written);
}
