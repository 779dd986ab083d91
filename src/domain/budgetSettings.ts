import type { AtCap, BudgetScope, ScopeLimits } from './budget.ts';
import { GLOBAL_SCOPE } from './budget.ts';
import type { Deployment } from './deployment.ts';
import { isObject } from './json.ts';
import { atCapOf, readLimits, textMapsOf } from './limitFields.ts';
import { remembered } from './remembered.ts';
import { isTimeZone } from './wallTime.ts';

type Document = Readonly<Record<string, unknown>>;

/** How budgets behave where a scope's own limits do not say. */
export interface BudgetSettings {
  readonly atCap: AtCap;
  /** By model group, `*` for all others: where to go when a budget has no room. */
  readonly fallbacks: Readonly<Record<string, readonly string[]>>;
  /** How long a request waits for a person's answer, ms. */
  readonly askTimeoutMs: number;
  /** What happens under a budget to a model whose price is not known. */
  readonly unpricedModels: 'refuse' | 'allow';
  /** What happens to an answer that outgrows what was reserved for it while its budget has no more room. */
  readonly outgrownAnswers: 'finish' | 'stop';
  /** Output that is expected at most where the client sets no limit, in tokens. */
  readonly usualOutputTokens: number;
  /** Limits of every customer that has none of its own. */
  readonly customerDefault: ScopeLimits | undefined;
}

const ASK_SECONDS = 120;
const USUAL_OUTPUT_TOKENS = 16_384;

const known = new WeakMap<Document, BudgetSettings>();

/**
 * Reads `torii_settings.budgets` and what LiteLLM has of it, once for each config; what is missing or wrong has its usual
 * value.
 */
export function readBudgetSettings(document: Document): BudgetSettings {
  return remembered(known, document, () => read(document));
}

function read(document: Document): BudgetSettings {
  const own = sectionOf(sectionOf(document, 'torii_settings'), 'budgets');
  return {
    atCap: atCapOf(own['at_cap']) ?? 'refuse',
    fallbacks: textMapsOf(own['fallbacks']) ?? {},
    askTimeoutMs: positive(own['ask_timeout'], ASK_SECONDS) * 1000,
    unpricedModels: own['unpriced_models'] === 'allow' ? 'allow' : 'refuse',
    outgrownAnswers: own['outgrown_answers'] === 'stop' ? 'stop' : 'finish',
    usualOutputTokens: positive(own['usual_output_tokens'], USUAL_OUTPUT_TOKENS),
    customerDefault: lenient({ max_budget: sectionOf(document, 'litellm_settings')['max_end_user_budget'] }),
  };
}

/** Kinds of scopes whose limits stand in the config file. */
export const CONFIGURED_KINDS = ['global', 'model', 'deployment'] as const;

/**
 * The limits that the config sets: for everything together (`litellm_settings.max_budget`,
 * `general_settings.global_max_parallel_requests`, `torii_settings.budgets.global`), for model groups
 * (`torii_settings.budgets.models`) and for deployments (`litellm_params.max_budget`).
 */
export function configuredLimits(
  document: Document,
  deployments: readonly Deployment[],
): readonly { readonly scope: BudgetScope; readonly limits: ScopeLimits }[] {
  const own = sectionOf(sectionOf(document, 'torii_settings'), 'budgets');
  const { max_budget, budget_duration } = sectionOf(document, 'litellm_settings');
  const { global_max_parallel_requests: parallel } = sectionOf(document, 'general_settings');
  const all = { max_budget, budget_duration, max_parallel_requests: parallel, ...sectionOf(own, 'global') };
  const found: { scope: BudgetScope; limits: ScopeLimits }[] = [];
  const add = (scope: BudgetScope, limits: ScopeLimits | undefined): void => {
    if (limits !== undefined) found.push({ scope, limits });
  };
  add(GLOBAL_SCOPE, lenient(all));
  for (const [id, fields] of Object.entries(sectionOf(own, 'models'))) {
    if (isObject(fields)) add({ kind: 'model', id }, lenient(fields));
  }
  for (const { id, budget } of deployments) {
    if (budget !== undefined) add({ kind: 'deployment', id }, { windows: [budget] });
  }
  return found;
}

/** Zone of the budgets' windows: `litellm_settings.timezone`, an IANA name; UTC where it is missing or none. */
export function readTimeZone(document: Document): string {
  const zone = sectionOf(document, 'litellm_settings')['timezone'];
  return typeof zone === 'string' && isTimeZone(zone) ? zone : 'UTC';
}

/** A config whose durations were checked before; limits that still cannot be read limit nothing. */
function lenient(fields: Document): ScopeLimits | undefined {
  try {
    return readLimits(fields);
  } catch {
    return undefined;
  }
}

function sectionOf(document: Document, name: string): Document {
  const section = document[name];
  return isObject(section) ? section : {};
}

function positive(value: unknown, fallback: number): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : fallback;
}
