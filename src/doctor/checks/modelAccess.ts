import type { Deployment } from '../../domain/deployment.ts';
import type { GatewayView } from '../../domain/doctor.ts';
import type { ModelCatalog } from '../../domain/ports.ts';
import { isWildcard } from '../../domain/routing/wildcards.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import { type Finding, failure, ok, skipped } from '../finding.ts';

/** Tokens of the question that each deployment is asked, with what providers add to it. */
const PROMPT_TOKENS = 16;
/** Deployments that are asked; a config may have hundreds. */
const MOST_ASKED = 25;
const PICO_PER_USD = 1e12;

export interface AccessPorts {
  readonly settings: GatewaySettings;
  readonly catalog: ModelCatalog;
}

/** Says what one token from each deployment would cost, or asks for it. */
export async function checkModelAccess(
  ports: AccessPorts,
  view: GatewayView,
  modelCalls: boolean,
): Promise<readonly Finding[]> {
  const asked = deploymentsToAsk(ports.settings);
  if (asked.length === 0) return [skipped('no-named-models')];
  if (!modelCalls) return [priced(ports.catalog, asked)];
  return await Promise.all(asked.map((deployment) => ask(deployment, view)));
}

function deploymentsToAsk({ deployments }: GatewaySettings): readonly Deployment[] {
  return deployments
    .filter(({ group, info }) => !isWildcard(group) || typeof info['health_check_model'] === 'string')
    .slice(0, MOST_ASKED);
}

async function ask(deployment: Deployment, view: GatewayView): Promise<Finding> {
  const { group, litellmModel } = deployment;
  const words = await view.callModel(deployment);
  const values = { model: litellmModel };
  return words === undefined ? ok('access-ok', values, group) : { ...failure('access-refused', values, group), words };
}

function priced(catalog: ModelCatalog, asked: readonly Deployment[]): Finding {
  const { cost, unknown } = priceOfCalls(catalog, asked);
  const values = { count: asked.length, cost, unknown };
  return skipped(unknown === 0 ? 'access-not-asked' : 'access-price-unknown', values);
}

/** In USD with the digits that such sums need, e.g. `$0.000048`; models without a known price are counted. */
function priceOfCalls(
  catalog: ModelCatalog,
  deployments: readonly Deployment[],
): { readonly cost: string; readonly unknown: number } {
  const prices = deployments.map((deployment) => catalog.describe(deployment).price);
  const known = prices.filter((price) => price?.input !== undefined);
  const pico = known.reduce((sum, price) => sum + PROMPT_TOKENS * (price?.input ?? 0) + (price?.output ?? 0), 0);
  return { cost: `$${(pico / PICO_PER_USD).toFixed(6)}`, unknown: prices.length - known.length };
}
