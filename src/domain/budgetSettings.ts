import { isObject } from './json.ts';
import { isTimeZone } from './wallTime.ts';

/** Zone of the budgets' windows: `litellm_settings.timezone`, an IANA name; UTC where it is missing or none. */
export function readTimeZone(document: Readonly<Record<string, unknown>>): string {
  const settings = document['litellm_settings'];
  const zone = isObject(settings) ? settings['timezone'] : undefined;
  return typeof zone === 'string' && isTimeZone(zone) ? zone : 'UTC';
}
