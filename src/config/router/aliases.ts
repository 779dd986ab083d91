import type { RouterSettings } from '../../domain/routing/routerSettings.ts';
import type { ConfigDocument } from '../schema/configSchema.ts';

/** `model_group_alias`, and `model_alias_map` for what that lacks. */
export function readAliases(config: ConfigDocument): RouterSettings['aliases'] {
  const mapped = Object.entries(config.litellm_settings?.model_alias_map ?? {});
  const written = Object.entries(config.router_settings?.model_group_alias ?? {});
  return Object.fromEntries([...mapped, ...written].map(([alias, target]) => [alias, toAlias(target)]));
}

function toAlias(target: string | { readonly model: string; readonly hidden?: boolean | undefined }) {
  return typeof target === 'string'
    ? { group: target, hidden: false }
    : { group: target.model, hidden: target.hidden ?? false };
}
