import type { AccessSettings, GatewaySettings, ManagementSettings } from '../domain/settings.ts';
import type { Environment } from './environment.ts';
import type { Findings } from './findings.ts';
import type { ConfigDocument } from './schema/configSchema.ts';

/**
 * The administrator's key: `general_settings.master_key`, else LITELLM_MASTER_KEY. Undefined where neither is set; the
 * home's own key then is the only one.
 */
export function findMasterKey(input: {
  readonly generalSettings: { readonly master_key?: string | undefined } | undefined;
  readonly environment: Environment;
}): string | undefined {
  return input.generalSettings?.master_key || input.environment['LITELLM_MASTER_KEY'] || undefined;
}

/** Warns about a master key that clients of LiteLLM would not take for a key. Never shows it. */
export function checkMasterKey(masterKey: string | undefined, isWritten: boolean, findings: Findings): void {
  if (masterKey === undefined || masterKey.startsWith('sk-')) return;
  const name = isWritten ? 'general_settings.master_key' : 'LITELLM_MASTER_KEY';
  findings.add({
    severity: 'warning',
    code: 'master-key-prefix',
    message: `${name} does not begin with sk-, as LiteLLM requires`,
    path: isWritten ? ['general_settings', 'master_key'] : [],
    fix: 'Choose a key that begins with sk-.',
  });
}

/** The login of `/ui` from UI_USERNAME and UI_PASSWORD (or LITELLM_UI_…). A password alone belongs to `admin`, as in LiteLLM. */
export function readUiLogin(environment: Environment): GatewaySettings['ui'] {
  const password = environment['UI_PASSWORD'] || environment['LITELLM_UI_PASSWORD'];
  const username = environment['UI_USERNAME'] || environment['LITELLM_UI_USERNAME'];
  return password ? { username: username || 'admin', password } : undefined;
}

/** Rules of `general_settings` on who may call which route. */
export function readAccess(general: ConfigDocument['general_settings']): AccessSettings {
  return {
    allowedIps: general?.allowed_ips,
    useForwardedFor: general?.use_x_forwarded_for ?? false,
    allowedRoutes: general?.allowed_routes,
    adminOnlyRoutes: general?.admin_only_routes ?? [],
    publicRoutes: general?.public_routes ?? [],
    keyHeader: general?.litellm_key_header_name?.toLowerCase(),
    userHeader: general?.user_header_name?.toLowerCase(),
    enforceUserParam: general?.enforce_user_param ?? false,
  };
}

/** Defaults and bounds of `litellm_settings` for what is made through the API. */
export function readManagement(litellm: ConfigDocument['litellm_settings']): ManagementSettings {
  return {
    keyDefaults: litellm?.default_key_generate_params ?? {},
    keyUpperBounds: litellm?.upperbound_key_generate_params ?? {},
    keyGeneration: litellm?.key_generation_settings ?? {},
    teamDefaults: litellm?.default_team_params ?? {},
    userDefaults: litellm?.default_internal_user_params ?? {},
  };
}
