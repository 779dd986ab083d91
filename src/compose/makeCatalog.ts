import { createModelCatalog } from '../catalog/modelCatalog.ts';
import type { Environment } from '../config/environment.ts';
import type { ModelCatalog } from '../domain/ports.ts';
import { systemClock as clock } from '../systemPorts.ts';

/** Prices and abilities of models, as they hold where these environments send `openai/` models. The later ones count. */
export function makeCatalog(...environments: readonly Environment[]): ModelCatalog {
  return createModelCatalog({ clock, openaiApiBase: openAiApiBase(environments) });
}

/** Where `openai/` models without an `api_base` go: elsewhere than OpenAI, its prices do not count. */
function openAiApiBase(environments: readonly Environment[]): string | undefined {
  const named = environments.flatMap((environment) => [environment['OPENAI_API_BASE'], environment['OPENAI_BASE_URL']]);
  return named.findLast((base) => base !== undefined && URL.canParse(base));
}
