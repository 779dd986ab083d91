/** How a server is reached, where the config says it. What is undefined is left to the environment. */
export interface NetworkParameters {
  /** URL of an HTTP proxy, or `direct` for none. */
  readonly proxy?: string | undefined;
  /** The config key that `proxy` stands under, for messages. */
  readonly proxySetting?: string | undefined;
  /** The proxy stands at the deployment itself: it serves every host, those of `noProxy` and of loopback too. */
  readonly proxyAlways?: boolean | undefined;
  /** Hosts that are reached without a proxy, in the form of `NO_PROXY`, which it replaces. */
  readonly noProxy?: string | undefined;
  /** False takes every certificate. */
  readonly verify?: boolean | undefined;
  /** Absolute path of a PEM file with certificate authorities to trust besides the others. */
  readonly caFile?: string | undefined;
  /** Absolute path of a PEM file with the certificate, and its key, that the gateway shows to the server. */
  readonly clientCertificate?: string | undefined;
}
