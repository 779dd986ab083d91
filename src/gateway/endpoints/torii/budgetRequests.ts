import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../../domain/errors.ts';
import { fromUsd } from '../../../domain/money.ts';
import { isCapSpan } from '../../../domain/spendCaps.ts';
import {
  BUDGET_REQUESTS_PATH,
  type BudgetDecision,
  type BudgetQuestionList,
  budgetDecisionSchema,
} from '../../../protocol/api.ts';
import type { GatewayContext } from '../../context.ts';
import { toBadRequest } from '../../dialects/openai/parseChat.ts';
import { readBody } from '../../requestFacts.ts';

/** Requests that wait at a budget, and the word of its owner. Admin only. */
export function registerBudgetRequests(server: FastifyInstance, context: GatewayContext): void {
  const { budgetQuestions, budgets } = context;

  server.get(BUDGET_REQUESTS_PATH, { config: { dashboard: true } }, (): BudgetQuestionList => {
    return { requests: [...budgetQuestions.list()] };
  });

  server.post<{ Params: { id: string } }>(
    `${BUDGET_REQUESTS_PATH}/:id`,
    { config: { dashboard: true } },
    async (request): Promise<{ readonly id: string; readonly decision: BudgetDecision['decision'] }> => {
      const { id } = request.params;
      const result = budgetDecisionSchema.safeParse(readBody(request).value);
      if (!result.success) throw toBadRequest(result.error);
      const waiting = budgetQuestions.find(id);
      if (waiting === undefined) throw questionOver();
      const { decision } = result.data;
      if (result.data.decision === 'raise') {
        const by = fromUsd(result.data.raise_by);
        if (isCapSpan(waiting.question.scope)) context.spendCaps.raise(waiting.question.scopeId, by);
        else await budgets.raise(waiting.account, by);
      }
      budgetQuestions.decide(id, decision === 'raise' ? 'try-again' : decision);
      return { id, decision };
    },
  );
}

function questionOver(): GatewayError {
  return new GatewayError(
    'not-found',
    'No request waits with this id any more: it was decided, ran out of time, or its client went away.',
  );
}
