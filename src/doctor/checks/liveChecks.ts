import type { BudgetLine, DestinationLine, GatewayView } from '../../domain/doctor.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';

const NEARLY = 0.8;
const NANO_PER_USD = 1e9;

/** Budgets that have nothing left, or little. */
export async function checkBudgets(view: GatewayView): Promise<readonly Finding[]> {
  const budgets = await view.budgets();
  if (budgets.length === 0) return [skipped('budgets-none')];
  const findings = budgets.flatMap((budget) => {
    if (budget.spend >= budget.maxBudget) return [failure('budget-exhausted', valuesOf(budget), budget.name)];
    const nearly = budget.spend >= budget.maxBudget * NEARLY;
    return nearly ? [warning('budget-nearly', valuesOf(budget), budget.name)] : [];
  });
  return findings.length === 0 ? [ok('budgets-ok', { count: budgets.length })] : findings;
}

function valuesOf({ spend, maxBudget, resetsAt }: BudgetLine): Readonly<Record<string, string>> {
  const usd = (nano: number): string => `$${(nano / NANO_PER_USD).toFixed(4)}`;
  return {
    spend: usd(spend),
    cap: usd(maxBudget),
    resets: resetsAt === undefined ? '—' : new Date(resetsAt).toISOString(),
  };
}

/** Where traces are to go. */
export async function checkDestinations(view: GatewayView): Promise<readonly Finding[]> {
  const destinations = await view.destinations();
  return destinations.length === 0 ? [skipped('destinations-none')] : destinations.map(judge);
}

function judge(destination: DestinationLine): Finding {
  const { id, address, queued, dropped, detail } = destination;
  const values = { id, address, queued, dropped };
  if (!destination.ok) return { ...failure('destination-refuses', values, id), words: detail };
  if (destination.paused) return warning('destination-paused', values, id);
  if (dropped > 0) return { ...warning('destination-dropped', values, id), words: detail };
  return { ...ok('destination-ok', values, id), words: detail };
}
