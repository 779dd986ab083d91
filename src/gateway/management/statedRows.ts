import type { BudgetState } from '../../domain/budget.ts';
import type { Entity } from '../../domain/entities.ts';
import { madeInTurns } from '../../domain/turns.ts';
import type { GatewayContext } from '../context.ts';

type Row = Record<string, unknown>;

/** What the API says of an entity, by what it has spent. */
export type Describe = (context: GatewayContext, entity: Entity, state: BudgetState | undefined) => Row;

/** Entities of one kind with what each has spent: a query for some hundred of them, however many there are. */
export function statedRows(
  context: GatewayContext,
  kind: 'customer' | 'tag',
  entities: readonly Entity[],
  describe: Describe,
): Promise<readonly Row[]> {
  return madeInTurns(entities, async (some) => {
    const states = await context.budgets.states(
      kind,
      some.map(({ id }) => id),
    );
    return some.map((entity) => describe(context, entity, states.get(entity.id)));
  });
}
