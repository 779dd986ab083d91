import type { Deployment } from '../domain/deployment.ts';
import { isObject } from '../domain/json.ts';
import type { GatewaySettings } from '../domain/settings.ts';
import type { Caller } from '../domain/virtualKey.ts';

/** Things that the gateway does to requests on its own, and that can be switched off in three places. */
export type Feature = 'prompt_caching' | 'thinking_vault';

/**
 * Who switched a feature off: `torii_settings.<feature>` for all, `model_info.<feature>` for a deployment, or the
 * metadata of a key for its holder. Undefined where it is on.
 */
export function switchedOffBy(
  feature: Feature,
  settings: GatewaySettings,
  deployment: Deployment,
  caller: Caller,
): string | undefined {
  const own = settings.document['torii_settings'];
  if (isObject(own) && isOff(own[feature])) return `torii_settings.${feature}`;
  if (isOff(deployment.info[feature])) return `model_info.${feature}`;
  const metadata = caller.role === 'key' ? caller.key.metadata : {};
  return isOff(metadata[feature]) ? `the key's metadata` : undefined;
}

/** As YAML authors write it; whatever is not plainly off is on. */
function isOff(value: unknown): boolean {
  return value === false || (typeof value === 'string' && /^\s*(?:false|no|off)\s*$/i.test(value));
}
