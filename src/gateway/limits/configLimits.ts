import { isDeepStrictEqual } from 'node:util';
import { scopeKey } from '../../domain/budget.ts';
import { CONFIGURED_KINDS, configuredLimits } from '../../domain/budgetSettings.ts';
import { messageOf } from '../../domain/errors.ts';
import type { BudgetStore, Logger } from '../../domain/ports.ts';
import type { GatewaySettings } from '../../domain/settings.ts';

/** Keeps the limits that the config sets in force, one config after the other. */
export class ConfigLimits {
  readonly #budgets: BudgetStore;
  readonly #logger: Logger;
  #last: Promise<void> = Promise.resolve();

  constructor(budgets: BudgetStore, logger: Logger) {
    this.#budgets = budgets;
    this.#logger = logger;
  }

  /** Resolves when the config's limits hold. What did not change is not touched, so that raises last. */
  apply(settings: GatewaySettings): Promise<void> {
    this.#last = this.#last
      .then(() => this.#define(settings))
      .catch((cause: unknown) => {
        const reason = messageOf(cause);
        this.#logger.error('The budgets of the config could not be put in force', { reason });
      });
    return this.#last;
  }

  async #define({ document, deployments }: GatewaySettings): Promise<void> {
    const wanted = configuredLimits(document, deployments);
    const kept = new Set(wanted.map(({ scope }) => scopeKey(scope)));
    for (const kind of CONFIGURED_KINDS) {
      for (const id of this.#budgets.defined(kind)) {
        if (!kept.has(scopeKey({ kind, id }))) await this.#budgets.define({ kind, id }, undefined);
      }
    }
    for (const { scope, limits } of wanted) {
      const known = this.#budgets.limitsOf(scope);
      // The ledger keeps limits as JSON, which drops what is undefined.
      const plain: unknown = JSON.parse(JSON.stringify(limits));
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(known ?? null)), plain))
        await this.#budgets.define(scope, limits);
    }
  }
}
