import { z } from 'zod';
import { section, text, textList } from './fields.ts';

const FALSE = /^\s*(?:false|no|off)\s*$/i;
const TRUE = /^\s*(?:true|yes|on)\s*$/i;

/** LiteLLM's `ssl_verify`: whether certificates are checked, or the file of the authorities to check them by. */
export function sslVerify(description: string) {
  const error = 'true, false or the path of a PEM file';
  const written = z.string({ error }).transform((value) => {
    if (FALSE.test(value)) return false;
    return TRUE.test(value) ? true : value;
  });
  return z
    .union([z.boolean({ error }), written], { error })
    .optional()
    .describe(description);
}

/** What says how a server is reached, wherever it stands. */
export const networkShape = {
  proxy: text(
    'HTTP proxy on the way to the server, e.g. http://user:password@proxy.example.com:3128; `direct` for none. Without it HTTP_PROXY and HTTPS_PROXY count.',
  ),
  ssl_verify: sslVerify(
    'Path of a PEM file with certificate authorities to trust besides those of Node and of the system. False takes every certificate.',
  ),
  ssl_certificate: text('Path of a PEM file with the certificate, and its key, that the gateway shows to the server.'),
};

const providerNetwork = section(
  {
    ...networkShape,
    no_proxy: textList('Hosts that are reached without the proxy, in place of NO_PROXY.'),
  },
  'How the servers of a provider are reached.',
);

export const networkSchema = section(
  {
    ...providerNetwork.shape,
    providers: z
      .record(z.string(), providerNetwork, { error: 'a map from a provider to its settings' })
      .optional()
      .describe('The same by provider, e.g. `bedrock`; wins over what stands beside it.'),
  },
  'How servers are reached: proxies and certificates. `proxy`, `ssl_verify` and `ssl_certificate` of a deployment win.',
);
