import type { Dispatcher } from 'undici';
import type { Environment } from './target.ts';

/** Connections to upstream servers, kept alive between requests. */
export interface Dispatchers {
  forUrl(url: URL): Promise<Dispatcher>;
  close(): Promise<void>;
}

interface Pool {
  readonly direct: Dispatcher;
  readonly proxied: Dispatcher | undefined;
}

/**
 * Time limits on headers and body are the router's, which knows the deployment's; only connecting has one here.
 * HTTP/1.1, because proxies and small servers fail on HTTP/2 more often than it helps.
 */
const OPTIONS = {
  connectTimeout: 10_000,
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: 30_000,
  allowH2: false,
} as const;

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** undici is loaded with the first request: it is the larger part of a start otherwise. */
export function createDispatchers(environment: Environment): Dispatchers {
  let pool: Promise<Pool> | undefined;
  return {
    async forUrl(url) {
      pool ??= openPool(environment);
      const { direct, proxied } = await pool;
      return proxied === undefined || LOOPBACK.test(url.hostname) ? direct : proxied;
    },
    async close() {
      const open = await pool;
      pool = undefined;
      await Promise.all([open?.direct.destroy(), open?.proxied?.destroy()]);
    },
  };
}

async function openPool(environment: Environment): Promise<Pool> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const direct = new Agent(OPTIONS);
  const httpProxy = environment['http_proxy'] ?? environment['HTTP_PROXY'];
  const httpsProxy = environment['https_proxy'] ?? environment['HTTPS_PROXY'];
  if (isBlank(httpProxy) && isBlank(httpsProxy)) return { direct, proxied: undefined };
  const noProxy = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  const proxies = { httpProxy: httpProxy ?? '', httpsProxy: httpsProxy ?? '', noProxy };
  return { direct, proxied: new EnvHttpProxyAgent({ ...OPTIONS, ...proxies }) };
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '';
}
