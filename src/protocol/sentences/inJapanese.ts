import { agents } from './japanese/agents.ts';
import { calls } from './japanese/calls.ts';
import { config } from './japanese/config.ts';
import { configDestinations } from './japanese/configDestinations.ts';
import { configEdits } from './japanese/configEdits.ts';
import { configFixes } from './japanese/configFixes.ts';
import { configValues } from './japanese/configValues.ts';
import { connections } from './japanese/connections.ts';
import { destinations } from './japanese/destinations.ts';
import { gateway } from './japanese/gateway.ts';
import { limits } from './japanese/limits.ts';
import { management } from './japanese/management.ts';
import { Translator } from './translator.ts';

const translator = new Translator(
  {
    ...config,
    ...configFixes,
    ...configDestinations,
    ...configValues,
    ...configEdits,
    ...gateway,
    ...management,
    ...calls,
    ...limits,
    ...connections,
    ...destinations,
    ...agents,
  },
  { stop: '。', separator: '' },
);

/** What the gateway said in English, in Japanese; as it came where it is not Torii's own sentence. */
export function inJapanese(text: string): string {
  return translator.translate(text) ?? text;
}
