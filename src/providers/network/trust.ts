import { readFileSync } from 'node:fs';
import { createSecureContext, getCACertificates, rootCertificates, type SecureContext } from 'node:tls';
import { GatewayError } from '../../domain/errors.ts';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { Environment } from './environment.ts';

/** Whom a TLS connection trusts. */
export interface Trust {
  readonly verify: boolean;
  /** PEM files with authorities beside Node's own and the system's. */
  readonly caFiles: readonly string[];
  readonly clientCertificate: string | undefined;
}

/** Options of `tls.connect`. */
export interface TlsOptions {
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
}

/** What other programs (OpenSSL, Python, the AWS tools, Node) read as PEM files of authorities. */
const CA_VARIABLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'];

/** Every file that the config or the environment names is trusted, besides the authorities of Node and of the system. */
export function chooseTrust(parameters: NetworkParameters, environment: Environment): Trust {
  const named = CA_VARIABLES.flatMap((name) => environment[name]?.trim() || []);
  return {
    verify: parameters.verify ?? true,
    caFiles: [...new Set([...(parameters.caFile === undefined ? [] : [parameters.caFile]), ...named])],
    clientCertificate: parameters.clientCertificate,
  };
}

/** Options by trust, for each environment: one that is loaded anew reads its files anew. */
const made = new WeakMap<Environment, Map<string, TlsOptions>>();

/**
 * What a trust stands for, made once in an environment: parsing some hundred certificates takes a tenth of a second and some
 * MB, and every connection would do it anew. Throws GatewayError `internal` where the client certificate cannot be used.
 */
export function tlsOptions(trust: Trust, environment: Environment): TlsOptions {
  const known = made.get(environment) ?? new Map<string, TlsOptions>();
  made.set(environment, known);
  const key = JSON.stringify(trust);
  const options = known.get(key) ?? makeOptions(trust);
  known.set(key, options);
  return options;
}

function makeOptions({ verify, caFiles, clientCertificate }: Trust): TlsOptions {
  const own = caFiles.flatMap((file) => readPem(file) ?? []);
  const ca = verify ? [...new Set([...nodeAuthorities(), ...systemAuthorities(), ...own])] : own;
  const secureContext =
    clientCertificate === undefined ? createSecureContext({ ca }) : withClient(ca, clientCertificate);
  return { secureContext, rejectUnauthorized: verify };
}

function withClient(ca: string[], file: string): SecureContext {
  try {
    const pem = readFileSync(file, 'utf8');
    return createSecureContext({ ca, cert: pem, key: pem });
  } catch (cause) {
    throw new GatewayError(
      'internal',
      `The file ${file} of ssl_certificate cannot be used. It is to hold a certificate and its key, in PEM.`,
      { retryable: false, cause },
    );
  }
}

/** With those of `NODE_EXTRA_CA_CERTS` where the Node is new enough to tell them. */
function nodeAuthorities(): readonly string[] {
  return typeof getCACertificates === 'function' ? getCACertificates('default') : rootCertificates;
}

/** Those of the operating system, where companies put their own; none where Node cannot tell them. */
function systemAuthorities(): readonly string[] {
  try {
    return getCACertificates('system');
  } catch {
    return [];
  }
}

/** Undefined for a file that is not there: variables outlive the files that they name. `unreadableFiles` tells of them. */
function readPem(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export function unreadableFiles({ caFiles }: Trust): readonly string[] {
  return caFiles.filter((file) => readPem(file) === undefined);
}
