import type { Labels } from './metricTable.ts';

/** What stands for a value once a metric has as many series as it may have. */
export const OTHER = 'other';

/** Labels that callers decide, and whose values have no end. */
const ENDLESS: ReadonlySet<string> = new Set([
  ...['end_user', 'hashed_api_key', 'api_key_alias', 'team', 'team_alias', 'user', 'user_email'],
  ...['requested_model', 'fallback_model', 'model', 'litellm_model_name', 'model_id', 'model_group', 'api_base'],
  ...['gen_ai_request_model', 'gen_ai_response_model'],
]);

/** Keeps a metric to a number of series: further ones are counted together. */
export class SeriesLimit {
  readonly #most: number;
  readonly #known = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The labels under which a value is counted. */
  admit(labels: Labels): Labels {
    const key = JSON.stringify(labels);
    if (this.#known.has(key)) return labels;
    if (this.#known.size < this.#most) {
      this.#known.add(key);
      return labels;
    }
    return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, ENDLESS.has(name) ? OTHER : value]));
  }
}
