import { readProxyAddress } from '../../domain/proxyAddress.ts';
import type { Findings } from '../findings.ts';
import type { LitellmParams } from '../schema/modelSchema.ts';
import type { DocumentPath } from '../yaml/locationTree.ts';
import { type NetworkSettings, toPath, verifyOfAll } from './networkParameters.ts';

/** What can stand in one place about the network. */
type Written = Pick<LitellmParams, 'proxy' | 'ssl_certificate' | 'ssl_verify'>;

export interface NetworkCheck {
  readonly findings: Findings;
  readonly folder: string;
  /** Undefined for a file that is not there. */
  readFile(path: string): string | undefined;
}

/** Reports what is wrong, or risky, with the settings for all deployments and those by provider. */
export function checkNetworkSettings(settings: NetworkSettings, check: NetworkCheck): void {
  const { network, litellm } = settings;
  const path = ['torii_settings', 'network'];
  checkNetwork(network, path, check);
  for (const [name, own] of Object.entries(network.providers ?? {})) {
    checkNetwork(own, [...path, 'providers', name], check);
  }
  checkNetwork(litellm, ['litellm_settings'], check);
  const isWritten = network.ssl_verify === false || litellm.ssl_verify === false;
  if (verifyOfAll(settings) === false && !isWritten) reportUnverified('SSL_VERIFY of the environment', [], check);
}

/** The same for what stands in one place. */
export function checkNetwork(written: Written, path: DocumentPath, check: NetworkCheck): void {
  if (written.ssl_verify === false) reportUnverified('ssl_verify: false', [...path, 'ssl_verify'], check);
  for (const key of ['ssl_verify', 'ssl_certificate'] as const) {
    const file = written[key];
    if (typeof file === 'string') checkFile(file, [...path, key], check);
  }
  const { proxy } = written;
  if (proxy !== undefined && readProxyAddress(proxy).kind === 'unusable') reportProxy([...path, 'proxy'], check);
}

function reportUnverified(setting: string, path: DocumentPath, { findings }: NetworkCheck): void {
  findings.add({
    severity: 'warning',
    code: 'tls-unverified',
    message: `${setting}: certificates are not checked, so anybody on the way can read keys and prompts`,
    path,
    fix: 'Write the path of a PEM file with the certificate authority instead of false.',
  });
}

function checkFile(file: string, path: DocumentPath, { findings, folder, readFile }: NetworkCheck): void {
  const absolute = toPath(file, folder);
  if (readFile(absolute) !== undefined) return;
  findings.add({
    severity: 'warning',
    code: 'certificate-missing',
    message: `The file ${absolute} cannot be read`,
    path,
    fix: 'Correct the path, or make the file readable. Relative paths begin at the folder of the config.',
  });
}

/** The value may hold a password: it is not repeated. */
function reportProxy(path: DocumentPath, { findings }: NetworkCheck): void {
  findings.add({
    severity: 'warning',
    code: 'bad-url',
    message: 'The proxy is not an address of an HTTP proxy',
    path,
    fix: 'Write it like http://proxy.example.com:3128, or direct for none.',
  });
}
