/** What is written where a proxy is named: an HTTP proxy, none at all, or something that is neither. */
export type ProxyAddress =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly url: URL }
  /** `scheme` is undefined where it is no URL. */
  | { readonly kind: 'unusable'; readonly scheme: string | undefined };

const DIRECT = /^(?:direct|none|false|off)$/i;
const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

/** Reads the setting `proxy`, or a variable such as HTTPS_PROXY. A host and port alone stand for `http://` before them. */
export function readProxyAddress(written: string): ProxyAddress {
  if (DIRECT.test(written)) return { kind: 'direct' };
  const url = URL.parse(SCHEME.test(written) ? written : `http://${written}`);
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '') return { kind: 'proxy', url };
  return { kind: 'unusable', scheme: url?.protocol };
}
