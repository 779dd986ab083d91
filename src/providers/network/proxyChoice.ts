import { GatewayError } from '../../domain/errors.ts';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import { readProxyAddress } from '../../domain/proxyAddress.ts';
import { type Environment, firstVariable } from './environment.ts';
import { isExcluded, isLoopback } from './noProxy.ts';

/** The proxy on the way to a server. */
export interface ChosenProxy {
  readonly url: URL;
  /** The config key or the variable that names it. */
  readonly setting: string;
  /** What lets a host pass by it. */
  readonly bypass: string;
}

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
};

/**
 * The proxy for an address, or undefined: what the config says, else the variable of the address's scheme. Loopback is
 * always reached directly, and so is what `NO_PROXY` names, unless the deployment itself names the proxy.
 * Throws GatewayError `internal` for a proxy that cannot be used.
 */
export function chooseProxy(
  url: URL,
  parameters: NetworkParameters,
  environment: Environment,
): ChosenProxy | undefined {
  const written = writtenProxy(url, parameters, environment);
  if (written === undefined) return undefined;
  const address = readProxyAddress(written.value);
  if (address.kind === 'direct') return undefined;
  if (parameters.proxyAlways !== true && isDirect(url, parameters, environment)) return undefined;
  const bypass = parameters.proxyAlways === true ? '`proxy: direct`' : 'NO_PROXY';
  if (address.kind === 'unusable') throw unusable(written.name, address.scheme);
  return { url: address.url, setting: written.name, bypass };
}

/** Where a proxy is and who says so, without its login. */
export function describeProxy({ url, setting }: ChosenProxy): string {
  return `${url.host} (${setting})`;
}

function writtenProxy(url: URL, { proxy, proxySetting = 'proxy' }: NetworkParameters, environment: Environment) {
  if (proxy !== undefined) return { name: proxySetting, value: proxy };
  return firstVariable(environment, VARIABLES[url.protocol] ?? []);
}

function isDirect(url: URL, { noProxy }: NetworkParameters, environment: Environment): boolean {
  const list = noProxy ?? firstVariable(environment, ['no_proxy', 'NO_PROXY'])?.value ?? '';
  return isLoopback(url) || isExcluded(url, list);
}

function unusable(setting: string, scheme: string | undefined): GatewayError {
  const what = scheme === undefined ? 'is not a URL' : `has the scheme ${scheme}//, which is not supported`;
  return new GatewayError(
    'internal',
    `The proxy in ${setting} ${what}. Write it like http://proxy.example.com:3128, with user:password@ before the host where it asks for a login.`,
    { retryable: false },
  );
}
