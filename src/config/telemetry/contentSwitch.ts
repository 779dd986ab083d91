import { isObject } from '../../domain/json.ts';
import type { ConfigDocument } from '../schema/configSchema.ts';

const TRUE = /^\s*(?:true|yes|on|1)\s*$/i;
const FALSE = /^\s*(?:false|no|off|0)\s*$/i;

/**
 * Whether prompts and answers may go to a destination: its own switch `torii_settings.destinations.<id>.content`, else
 * LiteLLM's `callback_settings.<callback>.message_logging`, else `store_prompts_in_spend_logs`.
 * `turn_off_message_logging` is above all of them. `chosen` is what a destination's other settings say of content.
 */
export function mayHaveContent(config: ConfigDocument, id: string, callback: string, chosen?: boolean): boolean {
  if (config.litellm_settings?.turn_off_message_logging === true) return false;
  return (
    config.torii_settings?.destinations?.[id]?.content ??
    messageLogging(config, callback) ??
    chosen ??
    config.general_settings?.store_prompts_in_spend_logs ??
    false
  );
}

/** Whether nobody said that content may go to a destination, or that it may not: it does not go then. */
export function isContentUnsaid(config: ConfigDocument, id: string, callback: string): boolean {
  const own = config.torii_settings?.destinations?.[id]?.content;
  if (own !== undefined || messageLogging(config, callback) !== undefined) return false;
  return config.litellm_settings?.turn_off_message_logging !== true && !mayHaveContent(config, id, callback);
}

function messageLogging(config: ConfigDocument, callback: string): boolean | undefined {
  const all = config['callback_settings'];
  const own = isObject(all) ? all[callback] : undefined;
  return asFlag(isObject(own) ? own['message_logging'] : undefined);
}

function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (TRUE.test(value)) return true;
  return FALSE.test(value) ? false : undefined;
}
